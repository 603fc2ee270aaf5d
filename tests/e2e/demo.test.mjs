// A newcomer's first minute: no configuration, no key, the demo models.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import vm from 'node:vm';
import { post, startSignalbox } from './harness.mjs';
import { assertContract, last, orchestrate } from './stream.mjs';

let server;
before(async () => (server = await startSignalbox()));
after(() => server?.stop());

const complexQuestion = 'Design a rate limiter for a distributed API and explain the trade-offs step by step';

test('the demo models are listed', async () => {
  const { data } = await (await fetch(server.url + '/v1/models')).json();
  for (const id of ['demo/small', 'demo/medium', 'demo/large', 'auto']) assert.ok(data.some((model) => model.id === id), id);
});

for (const model of ['auto', 'demo/small', 'demo/medium', 'demo/large']) {
  test(`${model}: "Write a sorting algorithm" is answered well`, async () => {
    const run = await orchestrate(server.url, { content: 'Write a sorting algorithm', model });
    assertContract(run);
    assert.equal(last(run).type, 'complete');
    assert.equal(last(run).metadata.result.retryCount, 0);
    assert.match(last(run).metadata.content, /def merge_sort/);
    assert.match(last(run).metadata.content, /\(demo model: set OPENAI_API_KEY/);
  });
}

test('the sorting algorithm sorts', async () => {
  const { json } = await post(server.url + '/api/orchestration', { content: 'Write a sorting algorithm in JavaScript' });
  const [, code] = /```javascript\n([\s\S]*?)```/.exec(json.response);
  const sandbox = { console: { log() {} } };
  vm.runInNewContext(code + '\nresult = mergeSort([5, 2, 9, 1, 5, 0]);', sandbox);
  assert.deepEqual([...sandbox.result], [0, 1, 2, 5, 5, 9]);
});

test('the small model fails at a hard question and a better one steps in', async () => {
  const run = await orchestrate(server.url, { content: complexQuestion, options: { quality: 0, validate: true, allowedModels: ['demo/small', 'demo/large'] } });
  assertContract(run);
  const { result } = last(run).metadata;
  assert.equal(result.model, 'demo/large');
  if (result.attempts.length > 1) {
    assert.equal(result.attempts[0].model, 'demo/small');
    assert.ok(result.attempts[0].validation.issues.length > 0);
  }
});

test('a hard question is judged by another demo model', async () => {
  const run = await orchestrate(server.url, { content: complexQuestion, options: { validate: true } });
  assertContract(run);
  const { result } = last(run).metadata;
  assert.equal(result.validated, true);
  assert.ok(result.validation.judge, 'somebody judged');
  assert.ok(result.validation.score >= 7);
});

test('the first event comes at once', async () => {
  const started = performance.now();
  let first;
  await orchestrate(server.url, { content: 'hi' }, { onEvent: () => (first ??= performance.now()) });
  assert.ok(first - started < 200, `${first - started} ms`);
});

test('twenty streams run side by side', async () => {
  const started = performance.now();
  const runs = await Promise.all(Array.from({ length: 20 }, (_, n) => orchestrate(server.url, { content: `What is ${n} + ${n}?` })));
  runs.forEach((run, n) => {
    assertContract(run);
    assert.match(last(run).metadata.content, new RegExp(`^${n} \\+ ${n} = ${2 * n}\\.`));
  });
  assert.ok(performance.now() - started < 10_000);
});
