// What an answer was and what it cost, and why this model gave it.
import type { RunState } from '../run/run_state';
import { count, dollars, milliseconds } from '../ui/format';
import { CandidateTable } from '../ui/candidate_table';

interface Entry {
  name: string;
  value: string;
  title?: string;
}

function entries(run: RunState): Entry[] {
  const { result } = run;
  if (!result) return run.model ? [{ name: 'model', value: run.model }] : [];
  const { totalTokens: tokens, validation } = result;
  const seconds = (result.latencyMs - result.firstTokenMs) / 1000;
  const list: Entry[] = [
    { name: 'model', value: result.model },
    { name: 'cost', value: dollars(result.totalCost) },
    {
      name: 'tokens',
      value: `${count(tokens.input)} in, ${count(tokens.output)} out${tokens.estimated ? ' (estimated)' : ''}`,
      title: seconds > 0.05 ? `${Math.round(tokens.output / seconds)} tokens a second` : '',
    },
    { name: 'time', value: milliseconds(result.latencyMs) },
    { name: 'first token', value: milliseconds(result.firstTokenMs) },
    { name: 'route', value: result.direct ? 'direct' : result.cacheHit ? '💾 cached' : 'fresh' },
  ];
  if (validation) list.push({ name: 'score', value: scoreOf(run), title: validation.reasoning });
  if (!result.validated && validation) list.push({ name: 'quality', value: 'not verified' });
  return list;
}

function scoreOf({ validation }: RunState): string {
  if (!validation || validation.verdict === 'unknown') return 'not judged';
  return validation.judge ? `${validation.score}/10` : validation.verdict === 'valid' ? 'checks passed' : `${validation.score}/10`;
}

// What was opened at the lower edge comes into view.
function show({ currentTarget }: { currentTarget: HTMLDetailsElement }): void {
  if (currentTarget.open) currentTarget.lastElementChild?.scrollIntoView({ block: 'nearest' });
}

export function AnswerFacts({ run }: { run: RunState }) {
  const list = entries(run);
  if (list.length === 0) return null;
  const plan = run.result?.routingPlan ?? run.plan;
  return (
    <footer class="facts">
      <dl>
        {list.map(({ name, value, title }) => (
          <div key={name} title={title || undefined}>
            <dt>{name}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      {plan && (
        <details class="why" onToggle={show}>
          <summary>Why this model</summary>
          <p>{plan.reasoning}.</p>
          {run.analysis && (
            <p class="muted">
              Read as {run.analysis.category}, complexity {run.analysis.complexity} of 10: {run.analysis.reasoning}.
            </p>
          )}
          {plan.strategyReason && <p class="muted">Strategy {plan.strategy}: {plan.strategyReason}.</p>}
          {(run.validation?.issues.length ?? 0) > 0 && <p class="muted">Found in the answer: {run.validation?.issues.join('; ')}.</p>}
          <CandidateTable candidates={plan.candidates} chosen={plan.model} />
        </details>
      )}
    </footer>
  );
}
