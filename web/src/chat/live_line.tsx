// How far the answer is: the bar follows `progress`, the line says what is done now.
import { useEffect, useState } from 'preact/hooks';
import { textOf, type RunState } from '../run/run_state';
import { milliseconds } from '../ui/format';

function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

// A token is about four characters; the exact number comes with the end.
function speed(run: RunState, now: number): string {
  if (run.firstTokenAt === null) return '';
  const seconds = (now - run.startedAt - run.firstTokenAt) / 1000;
  if (seconds < 0.3) return '';
  return ` · ${Math.round(textOf(run).length / 4 / seconds)} tokens/s`;
}

export function LiveLine({ run }: { run: RunState }) {
  const now = useNow(100);
  const percent = Math.round(run.progress * 100);
  return (
    <div class="live">
      <div class="live-line">
        <span class="live-message">{run.reconnecting ? 'The connection is lost. Coming back…' : run.message || 'Sending…'}</span>
        <span class="muted number">
          {milliseconds(Math.max(0, now - run.startedAt))}
          {speed(run, now)}
        </span>
      </div>
      <progress max={100} value={percent} aria-label="Progress of the answer">
        {percent} %
      </progress>
    </div>
  );
}
