// What the reader may turn for the next message, and how the server is told.

export interface Knobs {
  model: string; // "auto", a routing name, or a model that answers without routing
  quality: number | null; // 0 cheapest that will do - 1 best; null: as configured
  strategy: '' | 'single' | 'speculative' | 'ensemble';
  maxCost: number | null; // dollars for all attempts together
  validate: boolean | null;
  cache: boolean;
}

export const defaultKnobs: Knobs = { model: 'auto', quality: null, strategy: '', maxCost: null, validate: null, cache: true };

export function optionsOf(knobs: Knobs): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  if (knobs.quality !== null) options['quality'] = knobs.quality;
  if (knobs.strategy) options['strategy'] = knobs.strategy;
  if (knobs.maxCost !== null) options['maxCost'] = knobs.maxCost;
  if (knobs.validate !== null) options['validate'] = knobs.validate;
  if (!knobs.cache) options['cache'] = false;
  return options;
}

export function isDefault(knobs: Knobs): boolean {
  return Object.entries(defaultKnobs).every(([name, value]) => knobs[name as keyof Knobs] === value);
}
