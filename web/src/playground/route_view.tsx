import type { RouteAnswer } from '../api/types';
import { CandidateTable } from '../ui/candidate_table';
import { count, dollars, milliseconds } from '../ui/format';

interface Properties {
  route: RouteAnswer;
  took: number; // milliseconds, there and back
}

export function RouteView({ route, took }: Properties) {
  const { analysis, routingPlan: plan } = route;
  const facts: [string, string][] = [
    ['Complexity', `${analysis.complexity} of 10`],
    ['Category', analysis.category],
    ['Needs a strong model', `${Math.round(analysis.need * 100)} %`],
    ['Asks for', analysis.capabilities.join(', ') || 'nothing special'],
    ['Tokens', `${count(analysis.estimatedInputTokens)} in, ~${count(analysis.estimatedOutputTokens)} out`],
    ['Estimated cost', dollars(plan.estimatedCost)],
  ];
  return (
    <section class="panel route" aria-label="Analysis and plan">
      <div class="panel-head">
        <h2>
          {route.cacheHit && '💾 '}
          {plan.model}
          {plan.fastPath && <span class="tag">fast path</span>}
        </h2>
        <span class="sub number">told in {milliseconds(took)}</span>
      </div>
      <p class="sub">{plan.reasoning}.</p>
      <dl class="scales">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      <p class="sub">Why so: {analysis.reasoning}.</p>
      {plan.strategyReason && <p class="sub">Strategy {plan.strategy}: {plan.strategyReason}.</p>}
      <CandidateTable candidates={plan.candidates} chosen={plan.model} />
    </section>
  );
}
