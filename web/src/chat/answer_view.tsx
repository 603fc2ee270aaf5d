// One answer: what happens while it is made, its text, and what it was worth.
import { useEffect } from 'preact/hooks';
import { Markdown } from '../markdown/markdown';
import { replacedOf, textOf, withoutPicture, type AttemptText, type RunState } from '../run/run_state';
import { announce } from '../ui/announce';
import { AnswerFacts } from './answer_facts';
import { AnswerTools } from './answer_tools';
import type { Answer, Turn } from './conversation';
import { LiveLine } from './live_line';
import { Timeline } from './timeline';

interface Properties {
  turn: Turn;
  answer: Answer;
  last: boolean;
  busy: boolean;
}

function Replaced({ attempt }: { attempt: AttemptText }) {
  return (
    <details class="replaced">
      <summary>
        Replaced: the answer of {attempt.model}
        <span class="muted"> — {attempt.why}</span>
      </summary>
      <Markdown text={attempt.text} />
    </details>
  );
}

function Problem({ run }: { run: RunState }) {
  if (run.end === 'stopped') return <p class="note">You stopped this answer.</p>;
  if (run.end !== 'error' && run.end !== 'lost') return null;
  return (
    <div class="problem" role="alert">
      <strong>{run.end === 'lost' ? 'The answer was lost' : 'No answer'}</strong>
      <p>{run.error?.message || 'The run ended with an error.'}</p>
      {run.error?.code && (
        <p class="muted">
          <code>{run.error.code}</code>
        </p>
      )}
    </div>
  );
}

// Stages are announced as they come, the end once; single tokens never.
function useAnnouncements(run: RunState, live: boolean): void {
  useEffect(() => {
    if (live && run.message) announce(withoutPicture(run.message));
  }, [run.message]);
  useEffect(() => {
    if (live && run.end === 'complete') announce(`Answer of ${run.model}: ${textOf(run).slice(0, 300)}`);
  }, [run.end]);
}

export function AnswerView({ turn, answer, last, busy }: Properties) {
  const run = answer.run.value;
  const text = textOf(run);
  const going = run.end === null;
  useAnnouncements(run, last);
  return (
    <article class="answer" aria-label={`Answer${run.model ? ` of ${run.model}` : ''}`} aria-busy={going}>
      {going && <LiveLine run={run} />}
      {(run.stages.length > 0 || going) && <Timeline run={run} />}
      {replacedOf(run).map((attempt, i) => (
        <Replaced key={i} attempt={attempt} />
      ))}
      {text && <Markdown text={text} />}
      <Problem run={run} />
      {!going && <AnswerFacts run={run} />}
      {!going && <AnswerTools turn={turn} answer={answer} last={last} busy={busy} />}
    </article>
  );
}
