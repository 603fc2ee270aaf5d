// A client's W3C trace context goes with every call that its request causes, and nothing broken does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { post, startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';

let provider, server;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider, ['normal', 'flaky'], { judge: 'fake/fake-judge' }), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

// The trace fields of all calls that one request has caused.
async function carried(path, body, headers) {
  await provider.reset();
  const answer = await post(server.url + path, body, headers);
  assert.ok(answer.status === 200 || answer.status === 202, answer.text);
  if (answer.status === 202) await (await fetch(server.url + answer.json.url)).text();
  return (await provider.requests()).requests.map(({ headers: sent }) => [sent.traceparent, sent.tracestate]);
}
const messages = [{ role: 'user', content: 'What is 2+2?' }];
const chat = (model, more = {}) => ({ model, messages, max_tokens: 50, ...more });

for (const [path, body, calls, more] of [
  ['/v1/chat/completions', chat('fake/fake-normal'), 1],
  ['/v1/chat/completions', chat('fake/fake-normal', { stream: true }), 1],
  ['/v1/chat/completions', chat('fake/fake-flaky'), 2],
  ['/v1/responses', { model: 'fake/fake-normal', input: 'What is 2+2?' }, 1],
  ['/v1/messages', chat('fake/fake-normal'), 1],
  ['/v1/embeddings', { model: 'fake/fake-normal', input: 'hi' }, 1],
  ['/api/orchestration', { content: 'Prove that there are infinitely many primes, step by step', model: 'fake/fake-normal', options: { validate: true } }, 2], // and the judge
  ['/api/stream/orchestration', { content: 'What is 2+2?', model: 'fake/fake-normal' }, 1, { accept: 'application/json' }],
]) {
  test(`${path}, ${body.model}: ${calls} calls carry it on`, async () => {
    const all = await carried(path, body, { traceparent, tracestate, ...more });
    assert.deepEqual(all, Array.from({ length: calls }, () => [traceparent, tracestate]));
  });
}

test('without one there is none', async () => {
  assert.deepEqual(await carried('/v1/chat/completions', chat('fake/fake-normal'), { tracestate }), [[undefined, undefined]]);
});

test('what is broken is dropped', async () => {
  for (const [headers, wanted] of [
    [{ traceparent: '00-00000000000000000000000000000000-00f067aa0ba902b7-01', tracestate }, [undefined, undefined]],
    [{ traceparent: traceparent.toUpperCase(), tracestate }, [undefined, undefined]],
    [{ traceparent, tracestate: 'no state' }, [traceparent, undefined]],
    [{ traceparent, tracestate: 'a=' + 'x'.repeat(511) }, [traceparent, undefined]],
  ]) assert.deepEqual(await carried('/v1/chat/completions', chat('fake/fake-normal'), headers), [wanted]);
});
