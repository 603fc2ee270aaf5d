import { useMemo } from 'preact/hooks';
import type { Stats } from '../api/types';
import { count, dollars, milliseconds, percent } from '../ui/format';
import { Bars } from './bars';
import { TimeChart, type Line } from './time_chart';

// Money adds up: the lines show what has been spent since the range began.
function summed(values: number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

export function Charts({ stats }: { stats: Stats }) {
  const { series, totals } = stats;
  const lines = useMemo(() => {
    const line = (name: string, values: (number | null)[]): Line => ({ name, values });
    return {
      requests: [line('requests', series.requests), line('failed', series.errors)] as [Line, Line],
      cost: [line('spent', summed(series.costUsd)), line('strongest always', summed(series.strongestCostUsd))] as [Line, Line],
      latency: [line('median', series.latencyP50Ms), line('p90', series.latencyP90Ms)] as [Line, Line],
      first: [line('median', series.firstTokenP50Ms), line('p90', series.firstTokenP90Ms)] as [Line, Line],
    };
  }, [series]);
  return (
    <>
      <div class="grid">
        <TimeChart title="Requests" time={series.time} lines={lines.requests} show={count} />
        <TimeChart title="Cost, added up" time={series.time} lines={lines.cost} show={dollars} />
        <TimeChart title="Latency" time={series.time} lines={lines.latency} show={milliseconds} />
        <TimeChart title="First token" time={series.time} lines={lines.first} show={milliseconds} />
      </div>
      <div class="grid narrow">
        <Bars
          title="Models that answered"
          none="No answer in this range."
          bars={stats.byModel.map(({ model, requests, costUsd }) => ({
            name: model,
            value: requests,
            note: `${count(requests)} · ${percent(requests, totals.requests)} · ${dollars(costUsd)}`,
          }))}
        />
        <Bars
          title="Escalations and why"
          none="No answer had to be replaced in this range."
          bars={stats.escalations.map(({ reason, count: n }) => ({ name: reason, value: n, note: count(n) }))}
        />
        <Bars
          title="Errors"
          none="No request failed in this range."
          bars={stats.errorsByCode.map(({ code, count: n }) => ({ name: code, value: n, note: count(n) }))}
        />
      </div>
    </>
  );
}
