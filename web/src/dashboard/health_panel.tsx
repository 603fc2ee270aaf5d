import type { RoutingHealth } from '../api/types';

const words: Record<RoutingHealth['status'], string> = {
  better: 'better than chance',
  notBetter: 'not better than chance',
  learning: 'still learning',
  off: 'learning is off',
};

export function HealthPanel({ health }: { health: RoutingHealth }) {
  return (
    <section class="panel" aria-label="Routing health">
      <div class="panel-head">
        <h2>Routing health</h2>
        <span class="tag">{words[health.status]}</span>
      </div>
      {health.because && <p class="sub">{sentence(health.because)}</p>}
      <ul class="health">
        {health.outcomes !== undefined && (
          <li>
            <span>Outcomes</span>
            <span class="number">
              {health.outcomes}
              {health.good !== undefined && `, ${health.good} good`}
            </span>
          </li>
        )}
        {health.auc !== undefined && (
          <li>
            <span>Good told from poor (AUC)</span>
            <span class="number">
              {health.auc.toFixed(2)}
              {health.aucInterval && ` (${health.aucInterval.map((n) => n.toFixed(2)).join(' to ')})`}
            </span>
          </li>
        )}
        {health.calibrationError !== undefined && (
          <li>
            <span>Forecasts are off by</span>
            <span class="number">{health.calibrationError.toFixed(2)}</span>
          </li>
        )}
        {health.byModel?.map(({ model, predicted, score, outcomes }) => (
          <li key={model}>
            <span>{model}</span>
            <span class="muted number">
              expected {predicted.toFixed(2)}, was {score.toFixed(2)} in {outcomes}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.');
}
