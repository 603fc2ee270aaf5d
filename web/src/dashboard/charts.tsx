import { useMemo } from 'preact/hooks';
import type { Stats, StatsMembers } from '../api/types';
import { count, dollars, milliseconds, percent } from '../ui/format';
import { Bars, type Bar } from './bars';
import { TimeChart, type Line } from './time_chart';

// Money adds up: the lines show what has been spent since the range began.
function summed(values: number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

const spans: Record<string, number> = { '15m': 900, '1h': 3600, '24h': 86_400 };

// The step that is going on has counted less than the others: it would look like a fall.
function wholeSteps({ points, stepSeconds }: Stats): Stats['points'] {
  const [before, last] = points.slice(-2);
  return before && last && last.at - before.at < stepSeconds ? points.slice(0, -1) : points;
}

function linesOf(points: Stats['points']): Record<'requests' | 'cost' | 'latency' | 'first', [Line, Line]> {
  const each = <T,>(pick: (point: StatsMembers) => T) => points.map(pick);
  return {
    requests: [
      { name: 'requests', values: each((point) => point.requests) },
      { name: 'failed', values: each((point) => point.failed) },
    ],
    cost: [
      { name: 'spent', values: summed(each((point) => point.costUsd)) },
      { name: 'strongest always', values: summed(each((point) => point.strongestCostUsd)) },
    ],
    latency: [
      { name: 'median', values: each((point) => point.latencyMs?.p50 ?? null) },
      { name: 'p90', values: each((point) => point.latencyMs?.p90 ?? null) },
    ],
    first: [
      { name: 'median', values: each((point) => point.firstTokenMs?.p50 ?? null) },
      { name: 'p90', values: each((point) => point.firstTokenMs?.p90 ?? null) },
    ],
  };
}

function counted(entries: [string, number][]): Bar[] {
  return entries.filter(([, n]) => n > 0).map(([name, n]) => ({ name, value: n, note: count(n) }));
}

export function Charts({ stats }: { stats: Stats }) {
  const { totals } = stats;
  const { time, lines } = useMemo(() => {
    const points = wholeSteps(stats);
    return { time: points.map(({ at }) => at), lines: linesOf(points) };
  }, [stats]);
  const span = spans[stats.range] ?? 900;
  const answers = totals.byModel.reduce((sum, model) => sum + model.answers, 0);
  return (
    <>
      <div class="grid">
        <TimeChart title="Requests" time={time} span={span} lines={lines.requests} show={count} />
        <TimeChart title="Cost, added up" time={time} span={span} lines={lines.cost} show={dollars} />
        <TimeChart title="Latency" time={time} span={span} lines={lines.latency} show={milliseconds} />
        <TimeChart title="First token" time={time} span={span} lines={lines.first} show={milliseconds} />
      </div>
      <div class="grid narrow">
        <Bars
          title="Models that answered"
          none="No answer in this range."
          bars={totals.byModel.map(({ model, answers: n, failed, costUsd }) => ({
            name: model,
            value: n,
            note: [count(n), percent(n, answers), dollars(costUsd), ...(failed > 0 ? [`${count(failed)} failed`] : [])].join(' · '),
          }))}
        />
        <Bars
          title="Escalations and why"
          none="No answer was checked or replaced in this range."
          bars={counted([
            ['a better model, after a poor answer', totals.escalations],
            ['another model, after a failed call', totals.fallbacks],
            ['answers found poor', totals.validations.invalid],
            ['answers found good', totals.validations.valid],
            ['answers that nobody could judge', totals.validations.unknown],
          ])}
        />
        <Bars title="Errors" none="Nothing failed in this range." bars={counted(Object.entries(totals.errors))} />
      </div>
    </>
  );
}
