// What routing does on this server: the numbers of the chosen range, renewed while the page is open.
import { signal } from '@preact/signals';
import type { CacheState, ModelList, RoutingHealth, Stats } from '../api/types';
import { AnalyticsPanel } from './analytics_panel';
import { CachePanel } from './cache_panel';
import { Charts } from './charts';
import { DecisionsPanel } from './decisions_panel';
import { HealthPanel } from './health_panel';
import { ModelHealth } from './model_health';
import { StatTiles } from './stat_tiles';
import { useLive } from './use_live';

const ranges = ['15m', '1h', '24h'] as const;
const rangeNames: Record<string, string> = { '15m': '15 min', '1h': '1 hour', '24h': '24 hours' };
const range = signal<(typeof ranges)[number]>('15m');

function RangeChoice() {
  return (
    <div class="choices" role="group" aria-label="Range">
      {ranges.map((name) => (
        <button type="button" key={name} aria-pressed={range.value === name} onClick={() => (range.value = name)}>
          {rangeNames[name]}
        </button>
      ))}
    </div>
  );
}

export function Dashboard() {
  const stats = useLive<Stats>(`/api/stats?range=${range.value}`, range.value === '24h' ? 60 : 5);
  const cache = useLive<CacheState>('/api/cache', 5);
  const models = useLive<ModelList>('/api/models', 5);
  const health = useLive<RoutingHealth>('/api/routing/health', 15);
  return (
    <div class="panels">
      <div class="panels-inner">
        <div class="panels-head">
          <h1>Dashboard</h1>
          <RangeChoice />
        </div>
        {stats.problem && (
          <p class="problem" role="alert">
            {stats.problem}
          </p>
        )}
        {stats.missing && <p class="note">The numbers of this server are for keys with the scope “admin”.</p>}
        {stats.data && <StatTiles stats={stats.data} />}
        {stats.data && <Charts stats={stats.data} />}
        <div class="grid narrow">
          {models.data && <ModelHealth models={models.data.models} breakers={stats.data?.models ?? []} />}
          {cache.data && <CachePanel cache={cache.data} refresh={cache.refresh} />}
          {health.data && <HealthPanel health={health.data} />}
        </div>
        <AnalyticsPanel range={range.value} />
        <DecisionsPanel models={models.data?.models ?? []} />
      </div>
    </div>
  );
}
