// Whatever a provider does: one terminal event, in time, and the other model answers when it can.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { post, startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment, strong } from './models.mjs';
import { assertContract, last, orchestrate } from './stream.mjs';

const beforeToken = ['429', 'quota', '500', '503', '401', 'unknown', 'error-first-event', 'json-error-200', 'drop-before', 'wrong-type', 'garbage',
  'never', 'headers-only', 'role-only', 'pings-only', 'reset'];
const afterToken = ['drop-after', 'cut', 'eof', 'malformed', 'bad-chunk', 'stall', 'error-mid-stream', 'huge-event'];
const all = [...beforeToken, ...afterToken];

let provider, server;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider, [...all, 'flaky', 'context-length', '400']), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

for (const behaviour of all) {
  test(`${behaviour}: another model answers`, async () => {
    const weak = `fake/fake-${behaviour}`;
    const run = await orchestrate(server.url, { content: 'Tell me about the sea', options: { allowedModels: [weak, strong] } });
    assertContract(run);
    assert.equal(last(run).type, 'complete', JSON.stringify(last(run)));
    const { result } = last(run).metadata;
    assert.equal(result.model, strong);
    assert.ok(result.retryCount >= 1);
    assert.ok(run.events.some((event) => event.type === 'retrying'));
  });

  test(`${behaviour}: alone, the run ends with one error`, async () => {
    const run = await orchestrate(server.url, { content: 'Tell me about the sea', model: `fake/fake-${behaviour}` });
    if (run.status !== 200) {
      assert.equal(typeof run.json.error.code, 'string'); // left alone after its failures: refused before the start
      return;
    }
    assertContract(run);
    assert.equal(last(run).type, 'error');
  });

  test(`${behaviour}: without a stream too`, async () => {
    const { status, json } = await post(server.url + '/api/orchestration', { content: 'Tell me about the sea', options: { allowedModels: [`fake/fake-${behaviour}`, strong] } });
    assert.equal(status, 200, JSON.stringify(json));
    assert.equal(json.model, strong);
  });
}

test('a model that is overloaded once is asked once more', async () => {
  const run = await orchestrate(server.url, { content: 'Tell me about the sea', options: { allowedModels: ['fake/fake-flaky'] } });
  assertContract(run);
  assert.equal(last(run).type, 'complete');
  assert.equal(last(run).metadata.result.model, 'fake/fake-flaky');
});

test('what the client caused is not tried elsewhere', async () => {
  const run = await orchestrate(server.url, { content: 'Tell me about the sea', options: { allowedModels: ['fake/fake-400', strong] } });
  const error = run.status === 200 ? last(run).metadata.error : run.json.error;
  assert.equal(error.code, 'provider_rejected');
});
