// The orchestration stream: its order, its promises, and how a poor answer is replaced.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { post, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment, strong } from './models.mjs';
import { assertContract, find, last, orchestrate, screen, tokens } from './stream.mjs';

let provider, server, judged;
const poor = ['refusal', 'repetition', 'bad-code', 'empty', 'length', 'bad'];
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider, poor), env: fakeEnvironment });
  judged = await startSignalbox({ config: fakeConfig(provider, poor, { judge: 'fake/fake-judge' }), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await judged?.stop();
  await provider?.stop();
});

test('"Write a sorting algorithm" goes through all stages in order', async () => {
  const run = await orchestrate(server.url, { content: 'Write a sorting algorithm', conversationId: 'conv-123' });
  assertContract(run);
  const end = last(run);
  assert.equal(end.type, 'complete');
  assert.match(end.metadata.content, /def merge_sort/);
  assert.match(end.message, /Complete! \(\d+\.\d+s\)/);

  const order = run.events.map((event) => event.stage);
  const first = (stage) => order.indexOf(stage);
  assert.equal(first('analysis'), 0);
  const routed = first('routing') >= 0 ? first('routing') : first('simple-route');
  assert.ok(routed > 0 && routed < first('execution'));
  assert.ok(first('execution') < first('token'));
  assert.ok(find(run, /Complexity: \d+\/10 \(code\)/).metadata.analysis.category === 'code');
  assert.ok(run.events.some((event) => event.metadata?.routingPlan));
  assert.ok(find(run, /Generating response with/).metadata.model);
  assert.ok(find(run, /Response generated \(\d+ tokens\)/));
  assert.ok(tokens(run).length > 1, 'it streams');
  assert.ok(tokens(run).every((event) => event.message === '' && event.progress >= 0.5 && event.progress <= 0.7));
});

test('the result tells of every stage', async () => {
  const run = await orchestrate(server.url, { content: 'Write a sorting algorithm' });
  const { result } = last(run).metadata;
  assert.equal(result.retryCount, 0);
  assert.ok(result.model.startsWith('fake/'));
  assert.equal(result.attempts.length, 1);
  assert.ok(result.analysis.complexity >= 1 && result.analysis.complexity <= 10);
});

test('the same run without a stream is one JSON result', async () => {
  const { status, json } = await post(server.url + '/api/orchestration', { content: 'Write a sorting algorithm' });
  assert.equal(status, 200);
  assert.match(json.response, /def merge_sort/);
});

test('a dry run calls no model', async () => {
  const { count } = await provider.requests();
  const { status, json } = await post(server.url + '/api/route', { content: 'Write a sorting algorithm' });
  assert.equal(status, 200);
  assert.equal(json.analysis.category, 'code');
  assert.ok(json.routingPlan);
  assert.equal((await provider.requests()).count, count);
});

for (const behaviour of ['refusal', 'repetition', 'bad-code', 'empty', 'length']) {
  for (const policy of ['optimistic', 'gated', 'strict']) {
    test(`${behaviour}, ${policy}: the better model steps in`, async () => {
      const weak = `fake/fake-${behaviour}`;
      const run = await orchestrate(server.url, {
        content: 'Tell me about the sea',
        options: { stream: policy, allowedModels: [weak, strong], validate: true },
      });
      assertContract(run);
      assert.equal(last(run).type, 'complete');
      const { result } = last(run).metadata;
      const committed = policy === 'gated' && result.attempts.length === 1;
      if (committed) return; // the beginning passed, and what passed is not taken back
      assert.equal(result.model, strong, JSON.stringify(result.attempts));
      assert.equal(result.retryCount, 1);
      assert.equal(result.attempts[0].model, weak);
      assert.ok(run.events.some((event) => event.type === 'retrying'));
      if (policy === 'strict') assert.equal(new Set(tokens(run).map((event) => event.metadata.attempt)).size, 1);
    });
  }
}

test('the judge sends a poor answer to a better model', async () => {
  const weak = 'fake/fake-bad';
  const run = await orchestrate(judged.url, {
    content: 'Compare TCP and UDP for a video call and explain the trade-offs step by step',
    options: { allowedModels: [weak, strong], validate: true, quality: 0 },
  });
  assertContract(run);
  const { result } = last(run).metadata;
  assert.equal(result.model, strong);
  assert.equal(result.validated, true);
  assert.equal(result.attempts[0].validation.score, 2);
  assert.ok(find(run, /Quality check failed/));
  assert.ok(find(run, /Quality verified \(9\/10\)/));
});

test('maxRetries 0 returns the poor answer and says so', async () => {
  const run = await orchestrate(server.url, { content: 'Tell me about the sea', options: { allowedModels: ['fake/fake-refusal', strong], maxRetries: 0, validate: true } });
  assertContract(run);
  const { result } = last(run).metadata;
  assert.equal(result.model, 'fake/fake-refusal');
  assert.equal(result.validated, false);
  assert.equal(result.retryCount, 0);
});

test('twenty runs at once do not mix', async () => {
  const runs = await Promise.all(Array.from({ length: 20 }, (_, n) =>
    orchestrate(server.url, { content: `[[echo]] this is number ${n} of the parallel runs`, options: { validate: false, allowedModels: [cheap] } })));
  runs.forEach((run, n) => {
    assertContract(run);
    assert.match(screen(run.events), new RegExp(`number ${n} of`));
  });
  assert.equal(new Set(runs.map((run) => run.events[0].id)).size, 20);
});
