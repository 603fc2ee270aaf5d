// Reads the orchestration stream and holds it to its contract.
import { createParser } from 'eventsource-parser';
import assert from 'node:assert/strict';
import { patience } from './harness.mjs';

const types = ['analyzing', 'routing', 'executing', 'validating', 'retrying', 'complete', 'error'];

// All events of one run: [{id, name, type, stage, message, progress, metadata}].
export async function orchestrate(url, body, { signal, headers = {}, onEvent } = {}) {
  const response = await fetch(url + '/api/stream/orchestration', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(body),
    signal: signal ?? AbortSignal.timeout(patience),
  });
  const run = { status: response.status, headers: response.headers, events: [], retry: null, text: '' };
  if (response.status !== 200) {
    run.json = await response.json();
    return run;
  }
  const parser = createParser({
    onEvent: (event) => {
      const data = JSON.parse(event.data);
      run.events.push({ id: event.id, name: event.event, ...data });
      onEvent?.(run.events.at(-1));
    },
    onRetry: (ms) => (run.retry = ms),
    onError: (error) => assert.fail(`not server-sent events: ${error.message}`),
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    const text = decoder.decode(bytes, { stream: true });
    run.text += text;
    parser.feed(text);
  }
  return run;
}

// What stands on the reader's screen at the end: a new attempt drops what came before.
export function screen(events) {
  let attempt = null;
  let text = '';
  for (const event of events) {
    if (event.stage !== 'token') continue;
    if (event.metadata.attempt !== attempt) text = '';
    attempt = event.metadata.attempt;
    text += event.metadata.content;
  }
  return text;
}

export const last = (run) => run.events.at(-1);
export const tokens = (run) => run.events.filter((event) => event.stage === 'token');
export const find = (run, pattern) => run.events.find((event) => pattern.test(event.message));

// The promises every run keeps, whatever happened to it.
export function assertContract(run) {
  const { events } = run;
  assert.equal(run.status, 200);
  assert.match(run.headers.get('content-type'), /^text\/event-stream/);
  assert.match(run.headers.get('cache-control'), /no-cache/);
  assert.equal(run.headers.get('x-accel-buffering'), 'no');
  assert.ok(run.headers.get('x-request-id'));
  assert.equal(run.retry, 500);
  assert.ok(events.length >= 2, 'a run has a beginning and an end');
  const [runId] = events[0].id.split(':');
  assert.match(runId, /^orc_\w+$/);
  events.forEach((event, n) => {
    assert.equal(event.name, 'progress');
    assert.equal(event.id, `${runId}:${n + 1}`);
    assert.ok(types.includes(event.type), event.type);
    assert.equal(typeof event.stage, 'string');
    assert.equal(typeof event.message, 'string');
    assert.ok(event.progress >= (n ? events[n - 1].progress : 0), `progress goes back at ${event.id}`);
    assert.equal(event.progress === 1, event.type === 'complete');
    const terminal = event.type === 'complete' || event.type === 'error';
    assert.equal(terminal, n === events.length - 1, 'exactly one terminal event, the last');
  });
  assert.ok(events[0].progress <= 0.1);
  assert.equal(last(run).metadata.finished, true);
  if (last(run).type === 'complete') {
    assert.equal(screen(events), last(run).metadata.content);
    assert.equal(last(run).metadata.result.response ?? last(run).metadata.content, last(run).metadata.content);
  } else {
    assert.equal(typeof last(run).metadata.error.code, 'string');
    assert.match(last(run).message, /Error/);
  }
}
