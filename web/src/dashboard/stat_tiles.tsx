import type { Stats } from '../api/types';
import { count, dollars, milliseconds, percent } from '../ui/format';

interface Tile {
  name: string;
  value: string;
  sub: string;
}

function tilesOf({ totals }: Stats): Tile[] {
  const { latencyMs: latency, firstTokenMs: first } = totals;
  const saved = totals.strongestCostUsd - totals.costUsd;
  const looked = totals.cacheHits + totals.cacheMisses;
  return [
    { name: 'Requests', value: count(totals.requests), sub: `${count(totals.errors)} failed` },
    {
      name: 'Cost',
      value: dollars(totals.costUsd),
      sub: `${count(totals.inputTokens)} tokens in, ${count(totals.outputTokens)} out`,
    },
    {
      name: 'Saved',
      value: totals.strongestCostUsd > 0 ? percent(Math.max(0, saved), totals.strongestCostUsd) : '–',
      sub: `${dollars(totals.strongestCostUsd)} with the strongest model always`,
    },
    { name: 'Latency, median', value: milliseconds(latency.p50), sub: `p90 ${milliseconds(latency.p90)}, p99 ${milliseconds(latency.p99)}` },
    { name: 'First token, median', value: milliseconds(first.p50), sub: `p90 ${milliseconds(first.p90)}, p99 ${milliseconds(first.p99)}` },
    { name: 'Routes remembered', value: percent(totals.cacheHits, looked), sub: `${count(totals.cacheHits)} of ${count(looked)} looked up` },
  ];
}

export function StatTiles({ stats }: { stats: Stats }) {
  return (
    <div class="tiles">
      {tilesOf(stats).map(({ name, value, sub }) => (
        <div class="tile" key={name}>
          <div class="name">{name}</div>
          <div class="value number">{value}</div>
          <div class="sub number">{sub}</div>
        </div>
      ))}
    </div>
  );
}
