import { useEffect, useState } from 'preact/hooks';
import { askIfThere } from '../api/client';
import type { Decision, Explanation } from '../api/types';
import { CandidateTable } from '../ui/candidate_table';
import { count, dollars, milliseconds } from '../ui/format';

function today({ model, same }: NonNullable<Explanation['replay']>): string {
  if (same) return 'Today it would be routed the same way.';
  return model ? `Today it would go to ${model}.` : 'Today no model could serve it.';
}

// Why one request went where it went, and what it would have cost elsewhere.
export function DecisionDetail({ id, known }: { id: string; known: Decision }) {
  const [explanation, setExplanation] = useState<Explanation | null>(null);
  useEffect(() => {
    askIfThere<Explanation>(`/api/decisions/${encodeURIComponent(id)}/explain`).then(setExplanation, () => setExplanation(null));
  }, [id]);
  const { attempts } = known;
  return (
    <div class="detail">
      <p class="sub number">
        Request <code>{known.id}</code> · {count(known.promptTokens)} tokens in, {count(known.completionTokens)} out · first token{' '}
        {milliseconds(known.firstTokenMs)} · {dollars(known.strongestCostUsd)} with the strongest model
      </p>
      <ul class="health">
        {attempts.map((attempt, i) => (
          <li key={i}>
            <span>
              {i + 1}. {attempt.model}
            </span>
            <span class="muted number">
              {attempt.outcome}
              {attempt.score !== null && `, ${attempt.score}/10`} · {dollars(attempt.costUsd)} · {milliseconds(attempt.latencyMs)}
            </span>
          </li>
        ))}
      </ul>
      {explanation?.runnerUp && (
        <p class="sub number">
          The runner-up was {explanation.runnerUp.model}: an answer of this size would have cost {dollars(explanation.runnerUp.costUsd)}.
        </p>
      )}
      {explanation?.replay && (
        <p class="sub">{today(explanation.replay)}</p>
      )}
      {explanation && <CandidateTable candidates={explanation.candidates} chosen={known.model} />}
    </div>
  );
}
