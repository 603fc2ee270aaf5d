// What can be done with an answer: copy, rate, ask again, look at the others.
import { useState } from 'preact/hooks';
import { modelList, models } from '../api/models';
import { textOf } from '../run/run_state';
import { announce } from '../ui/announce';
import { CopyButton } from '../ui/copy_button';
import { Icon } from '../ui/icon';
import { rate, regenerate, showAnswer } from './chat_state';
import type { Answer, Turn } from './conversation';

interface Properties {
  turn: Turn;
  answer: Answer;
  last: boolean;
  busy: boolean;
}

function Versions({ turn }: { turn: Turn }) {
  if (turn.answers.length < 2) return null;
  const { shown, answers } = turn;
  return (
    <span class="versions">
      <button type="button" class="icon-button" disabled={shown === 0} onClick={() => showAnswer(turn, shown - 1)} aria-label="The answer before">
        <Icon name="left" />
      </button>
      <span class="number" aria-label={`Answer ${shown + 1} of ${answers.length}`}>
        {shown + 1}/{answers.length}
      </span>
      <button
        type="button"
        class="icon-button"
        disabled={shown === answers.length - 1}
        onClick={() => showAnswer(turn, shown + 1)}
        aria-label="The answer after"
      >
        <Icon name="right" />
      </button>
    </span>
  );
}

function Rating({ answer }: { answer: Answer }) {
  const [problem, setProblem] = useState('');
  const run = answer.run.value;
  if (!run.result || run.result.direct) return null;
  const give = (score: number) => {
    rate(answer, score).then(
      () => announce('Thank you: routing learns from it.'),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <span class="rating" role="group" aria-label="How good was this answer?">
      <button type="button" class="icon-button" aria-pressed={run.rating === 1} onClick={() => give(1)} aria-label="Good answer" title="Good answer">
        <Icon name="good" />
      </button>
      <button type="button" class="icon-button" aria-pressed={run.rating === 0} onClick={() => give(0)} aria-label="Poor answer" title="Poor answer">
        <Icon name="poor" />
      </button>
      {run.rating !== null && !problem && <span class="muted">Routing learns from it.</span>}
      {problem && <span class="problem-line">{problem}</span>}
    </span>
  );
}

function Again({ turn, busy }: { turn: Turn; busy: boolean }) {
  const choices = [...(modelList.value?.routing.filter((name) => name !== 'auto') ?? []), ...models.value.map(({ id }) => id)];
  return (
    <>
      <button type="button" class="quiet" disabled={busy} onClick={() => regenerate(turn)}>
        <Icon name="retry" /> Retry
      </button>
      <select
        class="again"
        aria-label="Ask again with another model or quality"
        disabled={busy}
        value=""
        onChange={(event) => {
          const model = event.currentTarget.value;
          event.currentTarget.value = '';
          if (model) regenerate(turn, { ...turn.knobs, model });
        }}
      >
        <option value="">Ask another…</option>
        {choices.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}

export function AnswerTools({ turn, answer, last, busy }: Properties) {
  const text = textOf(answer.run.value);
  return (
    <div class="answer-tools">
      <Versions turn={turn} />
      {text && <CopyButton text={text} label="Copy the answer" />}
      <Rating answer={answer} />
      {last && <Again turn={turn} busy={busy} />}
    </div>
  );
}
