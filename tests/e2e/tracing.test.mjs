// Spans of sampled runs reach a collector; a collector that is ill costs requests nothing.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { startCollector } from './collector.mjs';
import { eventually, post, startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';
const secretWords = 'What is the zebra of plums?';
const chat = (model, more = {}) => ({ model, messages: [{ role: 'user', content: secretWords }], max_tokens: 50, ...more });

let provider, collector, server;
before(async () => {
  provider = await startFakeProvider();
});
afterEach(async () => {
  await server?.stop();
  await collector?.stop();
  server = collector = undefined;
});
after(() => provider?.stop());

async function start({ tracing = '', env = {} } = {}) {
  collector = await startCollector();
  server = await startSignalbox({
    config: fakeConfig(provider, ['normal', 'flaky']) + `tracing: { endpoint: "${collector.url}"${tracing} }\n`,
    env: { ...fakeEnvironment, ...env },
  });
  await provider.reset();
}
const ask = (model, headers = {}, more = {}) => post(server.url + '/v1/chat/completions', chat(model, more), headers);
const metric = async (name) => Number((await (await fetch(server.url + '/metrics')).text()).match(new RegExp(`^${name} (\\d+)$`, 'm'))?.[1]);

test('a request of two attempts is a tree of spans in the trace of its client', async () => {
  await start({ tracing: ', headers: { x-team: "${TEAM}" }', env: { TEAM: 'blue', OTEL_SERVICE_NAME: 'gate' } });
  const answer = await ask('fake/fake-flaky', { traceparent: `00-${trace}-${parent}-01`, tracestate: 'rojo=1' });
  assert.equal(answer.status, 200, answer.text);
  await eventually(() => assert.ok(collector.spans.length >= 4));

  const { spans } = collector;
  assert.ok(spans.every((span) => span.traceId === trace));
  const root = spans.find((span) => span.kind === 2);
  assert.equal(root.parentSpanId, parent);
  assert.equal(root.name, 'POST /v1/chat/completions');
  assert.equal(root.attributes['http.response.status_code'], 200);
  assert.ok(spans.filter((span) => span !== root).every((span) => span.parentSpanId === root.spanId));
  assert.ok(spans.some((span) => span.name === 'route'));

  const calls = spans.filter((span) => span.kind === 3);
  assert.equal(calls.length, 2);
  assert.deepEqual(calls.map((call) => call.status.code ?? 0), [2, 0]);
  assert.ok(calls[0].attributes['error.type']);
  for (const call of calls) {
    assert.equal(call.attributes['gen_ai.operation.name'], 'chat');
    assert.equal(call.attributes['gen_ai.provider.name'], 'fake');
    assert.ok(BigInt(call.endTimeUnixNano) >= BigInt(call.startTimeUnixNano));
    assert.ok(BigInt(call.startTimeUnixNano) >= BigInt(root.startTimeUnixNano));
  }
  assert.ok(calls[1].attributes['gen_ai.usage.output_tokens'] > 0);

  // The provider was told the span of each call as its parent.
  const carried = (await provider.requests()).requests.map(({ headers }) => [headers.traceparent, headers.tracestate]);
  assert.deepEqual(carried, calls.map((call) => [`00-${trace}-${call.spanId}-01`, 'rojo=1']));

  assert.equal(collector.exports[0].path, '/v1/traces');
  assert.equal(collector.exports[0].headers['x-team'], 'blue');
  assert.equal(collector.resources[0]['service.name'], 'gate');
  assert.ok(!collector.exports.some(({ body }) => body.includes('zebra') || body.includes(answer.json.choices[0].message.content)));
  assert.equal(new Set(spans.map((span) => span.spanId)).size, spans.length);
});

test('a trace that begins here has the id of its request', async () => {
  await start();
  const answer = await ask('fake/fake-normal');
  await eventually(() => assert.ok(collector.spans.length > 0));
  const root = collector.spans.find((span) => span.kind === 2);
  assert.equal(root.traceId, answer.headers.get('x-request-id'));
  assert.equal(root.parentSpanId, undefined);
});

test("a client's unsampled trace is passed on and leaves no spans", async () => {
  await start();
  const traceparent = `00-${trace}-${parent}-00`;
  await ask('fake/fake-normal', { traceparent });
  assert.deepEqual((await provider.requests()).requests.map(({ headers }) => headers.traceparent), [traceparent]);
  await ask('fake/fake-normal', { traceparent: `00-${trace}-${parent}-01` });
  await eventually(() => assert.ok(collector.spans.length > 0));
  assert.equal(collector.spans.filter((span) => span.kind === 2).length, 1);
});

test('sample: 0 records what clients sample, and nothing else', async () => {
  await start({ tracing: ', sample: 0' });
  await ask('fake/fake-normal');
  assert.deepEqual((await provider.requests()).requests.map(({ headers }) => headers.traceparent), [undefined]);
  await ask('fake/fake-normal', { traceparent: `00-${trace}-${parent}-01` });
  await eventually(() => assert.ok(collector.spans.length > 0));
  assert.ok(collector.spans.every((span) => span.traceId === trace));
});

for (const behaviour of ['400', '503', 'hang']) {
  test(`a collector that answers ${behaviour} costs its spans and no request`, async () => {
    await start();
    collector.behaviour = behaviour;
    const began = Date.now();
    for (let i = 0; i < 20; ++i) assert.equal((await ask('fake/fake-normal')).status, 200);
    assert.ok(Date.now() - began < 5_000);
    await eventually(async () => assert.ok((await metric('signalbox_spans_dropped_total')) > 0), 10_000);
    assert.equal(await metric('signalbox_spans_exported_total'), 0);
    assert.equal((await ask('fake/fake-normal')).status, 200);
  });
}

test('a collector that hangs does not hold up the end', async () => {
  await start();
  collector.behaviour = 'hang';
  await ask('fake/fake-normal');
  await eventually(() => assert.equal(collector.waiting.length, 1));
  await ask('fake/fake-normal');
  const began = Date.now();
  await server.stop();
  assert.ok(Date.now() - began < 5_000);
  server = undefined;
});

test('what still waits at the end is sent', async () => {
  await start();
  await ask('fake/fake-normal');
  await server.stop();
  server = undefined;
  assert.ok(collector.spans.some((span) => span.kind === 2));
});
