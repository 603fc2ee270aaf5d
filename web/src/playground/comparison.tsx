// Two or three models side by side on one prompt, streamed together.
import { signal, type Signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { models } from '../api/models';
import { Markdown } from '../markdown/markdown';
import { start, type Following } from '../run/follow';
import { optionsOf, type Knobs } from '../run/knobs';
import { newRun, textOf, type RunState } from '../run/run_state';
import { AnswerFacts } from '../chat/answer_facts';
import { LiveLine } from '../chat/live_line';
import { Icon } from '../ui/icon';
import { ModelChoice } from '../ui/model_choice';

const most = 3; // a browser has six connections to one server, and each stream holds one

interface Side {
  model: string;
  run: Signal<RunState>;
  following: Following;
}

function SideView({ side }: { side: Side }) {
  const run = side.run.value;
  return (
    <article class="panel" aria-label={`Answer of ${side.model}`} aria-busy={run.end === null}>
      <h3>{side.model}</h3>
      {run.end === null && <LiveLine run={run} />}
      <Markdown text={textOf(run)} />
      {run.error && (
        <p class="problem" role="alert">
          {run.error.message}
        </p>
      )}
      {run.end && <AnswerFacts run={run} />}
    </article>
  );
}

// The dearest and the cheapest to begin with: there the difference shows.
function firstChoice(): string[] {
  const priced = [...models.value].sort((a, b) => (a.price.value?.output ?? 0) - (b.price.value?.output ?? 0));
  const ends = [priced.at(0)?.id, priced.at(-1)?.id].filter((id) => id !== undefined);
  return [...new Set(ends)];
}

export function Comparison({ prompt, knobs }: { prompt: string; knobs: Knobs }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [sides, setSides] = useState<Side[]>([]);
  const latest = useRef<Side[]>([]);
  latest.current = sides;
  useEffect(() => {
    if (chosen.length === 0) setChosen(firstChoice());
  }, [models.value]);
  useEffect(() => () => latest.current.forEach((side) => side.following.stop()), []);

  const going = sides.some((side) => side.run.value.end === null);
  const compare = () => {
    setSides(
      chosen.map((model) => {
        const run = signal(newRun(Date.now()));
        const request = { content: prompt, model, options: optionsOf(knobs) };
        return { model, run, following: start(request, (state) => (run.value = state)) };
      }),
    );
  };
  return (
    <section aria-label="Comparison" class="play-main">
      <div class="panel">
        <div class="panel-head">
          <h2>Side by side</h2>
        </div>
        <div class="pick">
          {chosen.map((model, i) => (
            <span class="pick" key={i}>
              <ModelChoice
                label={`Model ${i + 1}`}
                value={model}
                onChange={(other) => setChosen(chosen.map((name, k) => (k === i ? other : name)))}
              />
              {chosen.length > 1 && (
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`Without ${model}`}
                  onClick={() => setChosen(chosen.filter((_, k) => k !== i))}
                >
                  <Icon name="close" />
                </button>
              )}
            </span>
          ))}
          {chosen.length < most && (
            <button type="button" onClick={() => setChosen([...chosen, 'auto'])}>
              <Icon name="plus" /> Another
            </button>
          )}
          {going ? (
            <button type="button" onClick={() => sides.forEach((side) => side.following.stop())}>
              Stop
            </button>
          ) : (
            <button type="button" class="primary" disabled={!prompt.trim() || chosen.length === 0} onClick={compare}>
              Compare
            </button>
          )}
        </div>
      </div>
      {sides.length > 0 && (
        <div class="compare">
          {sides.map((side, i) => (
            <SideView key={i} side={side} />
          ))}
        </div>
      )}
    </section>
  );
}
