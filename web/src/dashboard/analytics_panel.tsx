// What was asked, by kind and by difficulty, from the records of runs. Without records there is no panel.
import type { Analytics, AnalyticsGroup } from '../api/types';
import { count, dollars, percent } from '../ui/format';
import { Bars } from './bars';
import { useLive } from './use_live';

const seconds: Record<string, number> = { '15m': 900, '1h': 3600, '24h': 86_400 };

// To the minute, so that the same question is asked again for as long.
function since(range: string): string {
  const minute = 60_000;
  const start = Date.now() - (seconds[range] ?? 0) * 1000;
  return new Date(Math.floor(start / minute) * minute).toISOString().replace('.000', '');
}

function noteOf(group: AnalyticsGroup): string {
  const retries = group.retryRate > 0 ? ` · ${percent(group.retryRate, 1)} tried again` : '';
  return `${count(group.runs)} · ${dollars(group.costUsd)}${retries}`;
}

export function AnalyticsPanel({ range }: { range: string }) {
  const { data } = useLive<Analytics>(`/api/analytics?since=${since(range)}`, 15);
  if (!data || data.totals.runs === 0) return null;
  return (
    <div class="grid">
      <Bars
        title="Messages by kind"
        none="None in this range."
        bars={data.byCategory.map((group) => ({ name: group.category, value: group.runs, note: noteOf(group) }))}
      />
      <Bars
        title="Messages by complexity"
        none="None in this range."
        bars={data.byComplexity.map((group) => ({ name: `${group.complexity} of 10`, value: group.runs, note: noteOf(group) }))}
      />
    </div>
  );
}
