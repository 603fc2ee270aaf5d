import type { Model } from '../api/types';
import { milliseconds } from '../ui/format';

function stateOf({ available, leftAlone }: Model): string {
  if (!leftAlone) return available ? 'available' : 'not available';
  const why = leftAlone.reason === 'rate_limited' ? 'at its rate limit' : 'after failures';
  return `left alone for ${milliseconds(leftAlone.ms)}, ${why}`;
}

export function ModelHealth({ models }: { models: Model[] }) {
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
              {stateOf(model)}
              {model.price.value && ` · $${model.price.value.input} / $${model.price.value.output}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
