// Events as the server tells them, for tests.
import type { StreamEvent, Validation } from '../src/api/types';
import { apply, newRun, type RunState } from '../src/run/run_state';

export const noon = 1_000_000;

export function event(type: StreamEvent['type'], stage: string, progress: number, metadata: object = {}, message = ''): StreamEvent {
  return { type, stage, message, progress, metadata };
}

export const good: Validation = { verdict: 'valid', score: 9, issues: [], reasoning: 'fine', judge: 'judge' };
export const poor: Validation = { verdict: 'invalid', score: 2, issues: ['it is a refusal'], reasoning: 'refused' };

const plan = { model: 'small', fallbackModels: ['large'], strategy: 'single', fastPath: false, candidates: [], reasoning: 'cheap' };

export const beginning: StreamEvent[] = [
  event('analyzing', 'analysis', 0.1, {}, '🔍 Analyzing your query...'),
  event('analyzing', 'analysis', 0.2, { analysis: { complexity: 8, category: 'code' } }, '📊 Complexity: 8/10 (code)'),
  event('routing', 'routing', 0.3),
  event('routing', 'routing', 0.4, { routingPlan: plan, model: 'small', cacheHit: true }, '💾 Using cached routing (small)'),
  event('executing', 'execution', 0.5, { model: 'small', attempt: 0 }),
];

export const token = (content: string, attempt = 0): StreamEvent => event('executing', 'token', 0.6, { content, attempt });

// All events in order, one every ten milliseconds, numbered from 1.
export function play(events: StreamEvent[], from: RunState = newRun(noon)): RunState {
  return events.reduce((run, each, i) => apply(run, each, i + 1, noon + 10 * (i + 1)), from);
}
