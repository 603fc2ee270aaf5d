// One run as the page knows it: built from the events of its stream and from nothing else.
//
// Invariants: an event counts once, whatever is replayed; progress never goes back; after a terminal event nothing
// changes. States are values: apply() gives a new one.
import type { Analysis, ApiError, ChainResult, RoutingPlan, StreamEvent, Validation } from '../api/types';

export type StageKind = 'analyze' | 'route' | 'attempt' | 'team' | 'validate' | 'retry';

export interface Stage {
  kind: StageKind;
  title: string;
  note: string;
  from: number; // milliseconds since the run began
  to: number | null; // null: it goes on
  state: 'going' | 'done' | 'poor' | 'failed';
  attempt?: number;
  cached?: boolean;
}

export interface AttemptText {
  attempt: number;
  model: string;
  text: string;
  replaced: boolean;
  why: string; // it was replaced, in words
}

export type RunEnd = 'complete' | 'error' | 'stopped' | 'lost';

export interface RunState {
  runId: string;
  url: string; // where the stream is read
  seq: number; // the last event that counted
  startedAt: number; // wall clock, milliseconds
  progress: number;
  message: string;
  model: string;
  stages: Stage[];
  attempts: AttemptText[];
  firstTokenAt: number | null; // milliseconds since the start
  analysis: Analysis | null;
  plan: RoutingPlan | null;
  cacheHit: boolean;
  validation: Validation | null;
  end: RunEnd | null;
  result: ChainResult | null;
  error: ApiError | null;
  rating: number | null; // what the reader said of it
  reconnecting: boolean;
}

export function newRun(startedAt: number): RunState {
  return {
    runId: '',
    url: '',
    seq: 0,
    startedAt,
    progress: 0,
    message: '',
    model: '',
    stages: [],
    attempts: [],
    firstTokenAt: null,
    analysis: null,
    plan: null,
    cacheHit: false,
    validation: null,
    end: null,
    result: null,
    error: null,
    rating: null,
    reconnecting: false,
  };
}

// The text that counts: that of the attempt in front.
export function textOf(run: RunState): string {
  return run.attempts.find((attempt) => !attempt.replaced)?.text ?? '';
}

export function replacedOf(run: RunState): AttemptText[] {
  return run.attempts.filter((attempt) => attempt.replaced && attempt.text !== '');
}

// The number in an event's id, "orc_...:12"; 0 when there is none.
export function sequenceOf(eventId: string): number {
  const number = Number(eventId.slice(eventId.lastIndexOf(':') + 1));
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

// What is told after a run that ended without a terminal event of its stream.
export function ended(run: RunState, end: 'stopped' | 'lost' | 'error', now: number, error: ApiError | null = null): RunState {
  if (run.end) return run;
  const at = now - run.startedAt;
  const state = end === 'stopped' ? 'done' : 'failed';
  return { ...run, end, error, reconnecting: false, stages: run.stages.map((stage) => (stage.to === null ? { ...stage, to: at, state } : stage)) };
}

// `now` is the wall clock.
export function apply(run: RunState, event: StreamEvent, seq: number, now: number): RunState {
  if (run.end || (seq > 0 && seq <= run.seq)) return run;
  const next: RunState = {
    ...run,
    seq: seq > 0 ? seq : run.seq,
    progress: Math.max(run.progress, event.progress),
    message: event.message || run.message,
    reconnecting: false,
  };
  steps[event.type](next, event, Math.max(0, now - run.startedAt));
  return next;
}

type Step = (run: RunState, event: StreamEvent, at: number) => void;

const steps: Record<StreamEvent['type'], Step> = {
  analyzing(run, { metadata }, at) {
    if (!metadata?.analysis) return begin(run, { kind: 'analyze', title: 'Analyze', note: '' }, at);
    const { complexity, category } = metadata.analysis;
    run.analysis = metadata.analysis;
    finish(run, 'analyze', at, { note: `complexity ${complexity}/10, ${category}` });
  },

  routing(run, { stage, metadata }, at) {
    const plan = metadata?.routingPlan;
    if (!plan) {
      const note = stage === 'simple-route' ? 'fast path' : '';
      return begin(run, { kind: 'route', title: 'Route', note }, at);
    }
    run.plan = plan;
    run.model = metadata.model ?? plan.model;
    run.cacheHit = metadata.cacheHit === true;
    if (!run.stages.some((s) => s.kind === 'route' && s.to === null)) begin(run, { kind: 'route', title: 'Route', note: '' }, at);
    const how = run.cacheHit ? ' (remembered)' : plan.fastPath ? ' (fast path)' : '';
    finish(run, 'route', at, { note: run.model + how, cached: run.cacheHit });
  },

  executing(run, { stage, message, metadata = {} }, at) {
    const attempt = metadata.attempt ?? 0;
    if (stage === 'token') return take(run, attempt, metadata.content ?? '', at);
    if (stage === 'ensemble') {
      const note = withoutPicture(message);
      if (!run.stages.some((s) => s.kind === 'team')) begin(run, { kind: 'team', title: 'Team', note }, at);
      else run.stages = run.stages.map((s) => (s.kind === 'team' ? { ...s, note } : s));
      return;
    }
    if (metadata.usage) return finish(run, 'attempt', at, { note: `${metadata.usage.output} tokens` }, attempt);
    run.model = metadata.model ?? run.model;
    begin(run, { kind: 'attempt', title: run.model, note: '', attempt }, at);
  },

  validating(run, { metadata }, at) {
    const validation = metadata?.validation;
    if (!validation) return begin(run, { kind: 'validate', title: 'Validate', note: '' }, at);
    run.validation = validation;
    finish(run, 'validate', at, judged(validation));
  },

  retrying(run, { stage, message, metadata = {} }, at) {
    const why = withoutPicture(message);
    if (stage === 'validation') {
      if (metadata.validation) finish(run, 'validate', at, judged(metadata.validation));
      closeAttempts(run, at, 'poor');
      return mark(run, { kind: 'retry', title: 'Not good enough', note: reasonOf(metadata.validation, why) }, at, 'poor');
    }
    if (metadata.error) {
      closeAttempts(run, at, 'failed');
      return mark(run, { kind: 'retry', title: 'Call failed', note: why }, at, 'failed');
    }
    run.model = metadata.model ?? run.model;
    mark(run, { kind: 'retry', title: `Retry ${metadata.retryCount ?? ''}`.trim(), note: run.model }, at, 'done');
  },

  complete(run, { metadata = {} }, at) {
    closeAll(run, at, 'done');
    run.end = 'complete';
    run.progress = 1;
    run.result = metadata.result ?? null;
    run.model = metadata.model ?? run.model;
    run.cacheHit = run.result?.cacheHit ?? run.cacheHit;
    run.validation = run.result?.validation ?? run.validation;
    const text = metadata.content ?? run.result?.response;
    if (text !== undefined) settle(run, text);
  },

  error(run, { message, metadata = {} }, at) {
    closeAll(run, at, 'failed');
    run.end = metadata.error?.code === 'cancelled' ? 'stopped' : 'error';
    run.error = metadata.error ?? { code: '', message: withoutPicture(message) };
  },
};

function begin(run: RunState, stage: Pick<Stage, 'kind' | 'title' | 'note' | 'attempt'>, at: number): void {
  run.stages = [...run.stages, { ...stage, from: at, to: null, state: 'going' }];
}

function mark(run: RunState, stage: Pick<Stage, 'kind' | 'title' | 'note'>, at: number, state: Stage['state']): void {
  run.stages = [...run.stages, { ...stage, from: at, to: at, state }];
}

function finish(run: RunState, kind: StageKind, at: number, change: Partial<Stage>, attempt?: number): void {
  const index = run.stages.findLastIndex((s) => s.kind === kind && (attempt === undefined || s.attempt === attempt));
  if (index < 0) return;
  run.stages = run.stages.map((stage, i) => (i === index ? { ...stage, state: 'done', ...change, to: stage.to ?? at } : stage));
}

function closeAttempts(run: RunState, at: number, state: Stage['state']): void {
  const latest = run.stages.findLastIndex((s) => s.kind === 'attempt');
  run.stages = run.stages.map((stage, i) => (i === latest ? { ...stage, to: stage.to ?? at, state } : stage));
}

function closeAll(run: RunState, at: number, state: Stage['state']): void {
  run.stages = run.stages.map((stage) => (stage.to === null ? { ...stage, to: at, state } : stage));
}

// Text of another attempt than before takes the place of what was shown.
function take(run: RunState, attempt: number, text: string, at: number): void {
  if (run.firstTokenAt === null && text !== '') run.firstTokenAt = at;
  const known = run.attempts.find((a) => a.attempt === attempt && !a.replaced);
  if (known) {
    run.attempts = run.attempts.map((a) => (a === known ? { ...a, text: a.text + text } : a));
    return;
  }
  const why = run.stages.findLast((stage) => stage.kind === 'retry' && stage.state !== 'done')?.note ?? 'another model was ahead';
  const model = run.stages.findLast((stage) => stage.kind === 'attempt' && stage.attempt === attempt)?.title ?? run.model;
  run.attempts = [
    ...run.attempts.map((a) => (a.replaced ? a : { ...a, replaced: true, why })),
    { attempt, model, text, replaced: false, why: '' },
  ];
}

// The whole answer is known: it is what is shown, whatever was streamed. When it is that of an earlier attempt (the best of
// several), this one comes to the front again.
function settle(run: RunState, text: string): void {
  const front = run.attempts.find((a) => !a.replaced);
  if (front?.text === text) return;
  const earlier = run.attempts.find((a) => a.text === text);
  if (earlier) {
    const why = 'the earlier answer was the better one';
    run.attempts = run.attempts.map((a) =>
      a === earlier ? { ...a, replaced: false, why: '' } : a.replaced ? a : { ...a, replaced: true, why });
    return;
  }
  if (front && text.startsWith(front.text)) {
    run.attempts = run.attempts.map((a) => (a === front ? { ...a, text } : a));
    return;
  }
  run.attempts = [
    ...run.attempts.map((a) => ({ ...a, replaced: true, why: a.why || 'replaced by the final answer' })),
    { attempt: (front?.attempt ?? -1) + 1, model: run.model, text, replaced: false, why: '' },
  ];
}

function judged(validation: Validation): Partial<Stage> {
  if (validation.verdict === 'unknown') return { note: 'not judged', state: 'done' };
  const score = validation.judge ? `${validation.score}/10 by ${validation.judge}` : validation.verdict === 'valid' ? 'checks passed' : `${validation.score}/10`;
  return { note: score, state: validation.verdict === 'valid' ? 'done' : 'poor' };
}

function reasonOf(validation: Validation | undefined, otherwise: string): string {
  return validation?.issues[0] ?? validation?.reasoning ?? otherwise;
}

// Messages begin with a picture when the server is configured so.
export function withoutPicture(message: string): string {
  return message.replace(/^[^\p{L}\p{N}]+/u, '');
}
