// The stages of a run, each with its time and a bar where it lies in the whole.
import { useEffect, useRef } from 'preact/hooks';
import type { RunState, Stage } from '../run/run_state';
import { milliseconds } from '../ui/format';

const marks: Record<Stage['state'], string> = { going: '…', done: '✓', poor: '!', failed: '✕' };
const words: Record<Stage['state'], string> = { going: 'going on', done: 'done', poor: 'not good enough', failed: 'failed' };

// Seen from here: what took less than the clock can tell took next to nothing.
function duration(ms: number): string {
  return ms < 1 ? '<1\u00a0ms' : milliseconds(ms);
}

function Row({ stage, whole }: { stage: Stage; whole: number }) {
  const to = stage.to ?? whole;
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The page's policy allows no style attributes; the object model is not concerned.
    bar.current?.style.setProperty('--from', String(stage.from / whole));
    bar.current?.style.setProperty('--part', String(Math.max(0, to - stage.from) / whole));
  }, [stage.from, to, whole]);
  return (
    <li class={`stage ${stage.state} ${stage.kind}`}>
      <span class="mark" role="img" aria-label={words[stage.state]}>
        {marks[stage.state]}
      </span>
      <span class="stage-name">
        {stage.cached && '💾 '}
        {stage.title}
        {stage.note && <span class="muted"> {stage.note}</span>}
      </span>
      <span class="stage-bar" ref={bar} aria-hidden="true" />
      <span class="stage-time number">{stage.to === null || stage.kind !== 'retry' ? duration(to - stage.from) : ''}</span>
    </li>
  );
}

export function Timeline({ run }: { run: RunState }) {
  const going = run.end === null;
  const box = useRef<HTMLDetailsElement>(null);
  const whole = Math.max(1, ...run.stages.map((stage) => stage.to ?? stage.from), going ? Date.now() - run.startedAt : 0);
  const retries = run.result?.retryCount ?? 0;
  // Open while it happens, folded when it is over; what the reader opens stays open.
  useEffect(() => {
    if (box.current) box.current.open = going;
  }, [going]);
  return (
    <details class="timeline" ref={box}>
      <summary>
        {run.cacheHit && <span title="The route was remembered">💾 </span>}
        {run.stages.length} {run.stages.length === 1 ? 'step' : 'steps'} · {milliseconds(run.result?.latencyMs ?? whole)}
        {retries > 0 && ` · ${retries} ${retries === 1 ? 'retry' : 'retries'}`}
      </summary>
      <ol>
        {run.stages.map((stage, i) => (
          <Row key={i} stage={stage} whole={whole} />
        ))}
      </ol>
    </details>
  );
}
