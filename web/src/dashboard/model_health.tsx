import type { Model, Stats } from '../api/types';
import { milliseconds } from '../ui/format';

interface Properties {
  models: Model[];
  breakers: Stats['models'];
}

const breakerWords: Record<string, string> = { half_open: 'breaker half open: one call probes', open: 'breaker open' };

function stateOf({ available, leftAlone }: Model, breaker: string | undefined): string {
  const words = breakerWords[breaker ?? ''];
  if (!leftAlone) return words ?? (available ? 'available' : 'not available');
  const why = leftAlone.reason === 'rate_limited' ? 'at its rate limit' : 'after failures';
  return `${words ? `${words}, ` : ''}left alone for ${milliseconds(leftAlone.ms)}, ${why}`;
}

export function ModelHealth({ models, breakers }: Properties) {
  return (
    <section class="panel" aria-label="Models and their breakers">
      <div class="panel-head">
        <h2>Models and their breakers</h2>
      </div>
      <ul class="health">
        {models.map((model) => (
          <li key={model.id}>
            <span>
              <span class={model.available ? 'ok' : 'off'} aria-hidden="true">
                {model.available ? '●' : '○'}
              </span>{' '}
              {model.id}
            </span>
            <span class="muted number">
              {stateOf(model, breakers.find((breaker) => breaker.model === model.id)?.breaker)}
              {model.price.value && ` · $${model.price.value.input} / $${model.price.value.output}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
