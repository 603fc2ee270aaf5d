import type { Percentiles, Stats } from '../api/types';
import { count, dollars, milliseconds, percent } from '../ui/format';

interface Tile {
  name: string;
  value: string;
  sub: string;
}

function percentiles(name: string, times: Percentiles | null): Tile {
  const sub = times ? `p90 ${milliseconds(times.p90)}, p99 ${milliseconds(times.p99)}` : 'nothing in this range';
  return { name: `${name}, median`, value: milliseconds(times?.p50), sub };
}

function tilesOf({ totals, now }: Stats): Tile[] {
  const saved = totals.strongestCostUsd - totals.costUsd;
  const looked = totals.cacheHits + totals.cacheMisses;
  return [
    { name: 'Requests', value: count(totals.requests), sub: `${count(totals.refused)} refused, ${count(totals.failed)} failed, ${now.inFlight} going on` },
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
    percentiles('Latency', totals.latencyMs),
    percentiles('First token', totals.firstTokenMs),
    { name: 'Routes remembered', value: percent(totals.cacheHits, looked), sub: `${count(totals.cacheHits)} of ${count(looked)} looked up, ${now.cacheEntries} kept` },
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
