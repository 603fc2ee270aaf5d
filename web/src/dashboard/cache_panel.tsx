import { useState } from 'preact/hooks';
import { ask } from '../api/client';
import type { CacheState } from '../api/types';
import { milliseconds, percent } from '../ui/format';

interface Properties {
  cache: CacheState;
  refresh: () => void;
}

const shown = 6;

export function CachePanel({ cache, refresh }: Properties) {
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState('');
  const clear = async () => {
    setSure(false);
    try {
      await ask('/api/cache', { method: 'DELETE' });
      refresh();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <section class="panel" aria-label="Route cache">
      <div class="panel-head">
        <h2>Route cache</h2>
        {sure ? (
          <span class="pick">
            <button type="button" onClick={clear}>
              Forget {cache.size} routes
            </button>
            <button type="button" class="quiet" onClick={() => setSure(false)}>
              Keep
            </button>
          </span>
        ) : (
          <button type="button" class="quiet" disabled={cache.size === 0} onClick={() => setSure(true)}>
            Clear…
          </button>
        )}
      </div>
      {problem && <p class="problem">{problem}</p>}
      <p class="sub number">
        {cache.size} of {cache.capacity} entries · hit rate {percent(cache.totalHits, cache.totalHits + cache.totalMisses)} · {cache.totalHits} hits
      </p>
      <ul class="health">
        {cache.entries.slice(0, shown).map(({ key, model, hits, ageMs }) => (
          <li key={key}>
            <span>
              <code>{key}</code> → {model}
            </span>
            <span class="muted number">
              {hits} {hits === 1 ? 'hit' : 'hits'} · {milliseconds(ageMs)} old
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
