// A model that looks at each message before it is routed for good, as clients see it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, post, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment, strong } from './models.mjs';
import { assertContract, last, orchestrate } from './stream.mjs';

const analyzers = ['analyzer', 'judge-babble', 'never', '500'];
const options = { allowedModels: [cheap, strong], quality: 0.5 };
const result = (run) => last(run).metadata.result;
const kinds = (list) => list.map((call) => call.kind);

let provider;
const servers = {};
before(async () => {
  provider = await startFakeProvider();
  for (const name of analyzers) {
    const config = `analyzer: { model: fake/fake-${name}, timeout: 300ms }\n` + fakeConfig(provider, analyzers);
    servers[name] = await startSignalbox({ config, env: fakeEnvironment });
  }
});
after(async () => {
  for (const server of Object.values(servers)) await server.stop();
  await provider?.stop();
});
const ask = (name, content, more = {}) => orchestrate(servers[name].url, { content, options, ...more });
const asked = async (model) => (await provider.requests()).models[model] ?? 0;

test('the analysis of the model decides, is in the ledger and is remembered', async () => {
  await provider.reset();
  const content = 'Write a function that adds two numbers';
  const run = await ask('analyzer', content);
  assertContract(run);
  const { analysis, routingPlan, ledger, attempts, model } = result(run);
  assert.equal(analysis.complexity, 9);
  assert.equal(analysis.reviewed, true);
  assert.equal(model, strong);
  assert.match(routingPlan.analysisReason, /fake\/fake-analyzer says 9\/10 code: Many parts must fit\./);
  assert.deepEqual(kinds(attempts), ['answer']);
  assert.deepEqual(kinds(ledger), ['answer', 'analyzer']);
  assert.deepEqual(
    run.events.slice(0, 4).map((event) => event.stage),
    ['analysis', 'analysis', 'routing', 'routing'],
  );

  const again = await ask('analyzer', content);
  assert.equal(result(again).model, strong);
  assert.equal(result(again).cacheHit, true);
  assert.deepEqual(kinds(result(again).ledger), ['answer']);
  assert.equal(await asked('fake-analyzer'), 1);
});

test('the material is kept apart from the instructions', async () => {
  const { requests } = await provider.requests();
  const { messages } = JSON.parse(requests.find((request) => request.model === 'fake-analyzer').body);
  assert.equal(messages[0].role, 'system');
  assert.match(messages[1].content, /BEGIN MESSAGE ([0-9a-f]{16})\nWrite a function that adds two numbers\nEND MESSAGE \1\n/);
});

for (const [name, reason] of [
  ['judge-babble', /was not understood/],
  ['never', /was late/],
  ['500', /failed \(provider_overloaded\)/],
]) {
  test(`an analyzer that ${name === 'never' ? 'says nothing' : `answers ${name}`} changes nothing but the reason`, async () => {
    const run = await ask(name, 'Write a function that adds three numbers');
    assertContract(run);
    assert.equal(result(run).analysis.reviewed, undefined);
    assert.equal(result(run).retryCount, 0);
    assert.match(result(run).routingPlan.analysisReason, reason);
    assert.match(result(run).routingPlan.analysisReason, /the built-in analysis stays/);
  });
}

test('equal messages at the same time are asked about once', async () => {
  await provider.reset();
  const content = 'Write a function that adds four numbers';
  const runs = await Promise.all(Array.from({ length: 5 }, () => post(servers.analyzer.url + '/api/orchestration', { content, options })));
  for (const run of runs) assert.equal(run.json.model, strong);
  // One for each worker at most: loops do not wait for each other.
  assert.ok((await asked('fake-analyzer')) <= 2, `asked ${await asked('fake-analyzer')} times`);
});

test('a client that leaves while its message is analyzed is not waited for', async () => {
  await provider.reset();
  const leaving = new AbortController();
  const gone = ask('never', 'Write a function that adds five numbers').catch(() => {});
  const left = orchestrate(servers.never.url, { content: 'Write a function that adds six numbers', options }, { signal: leaving.signal }).catch(() => 'left');
  await eventually(async () => assert.equal(await asked('fake-never'), 2));
  leaving.abort();
  assert.equal(await left, 'left');
  await eventually(async () => {
    const { requests } = await provider.requests();
    assert.ok(requests.some((request) => request.outcome === 'client_left'));
  });
  await gone;
});

test('a dry run asks nobody and says so', async () => {
  await provider.reset();
  const { json } = await post(servers.analyzer.url + '/api/route', { content: 'Write a function that adds seven numbers', options });
  assert.match(json.routingPlan.analysisReason, /a dry run does not ask fake\/fake-analyzer/);
  assert.equal(await asked('fake-analyzer'), 0);
});

test('a pinned model and a simple question ask nobody', async () => {
  await provider.reset();
  await ask('analyzer', 'Write a function that adds eight numbers', { model: strong, options: {} });
  await ask('analyzer', 'hi');
  assert.equal(await asked('fake-analyzer'), 0);
});

test('the calls are counted by outcome', async () => {
  const page = async (name) => (await fetch(servers[name].url + '/metrics')).text();
  assert.match(await page('analyzer'), /signalbox_analyzer_calls_total\{outcome="ok"\} [1-9]/);
  assert.match(await page('never'), /signalbox_analyzer_calls_total\{outcome="late"\} [1-9]/);
  assert.match(await page('judge-babble'), /signalbox_analyzer_calls_total\{outcome="unreadable"\} [1-9]/);
  assert.match(await page('500'), /signalbox_analyzer_calls_total\{outcome="failed"\} [1-9]/);
  assert.match(await page('analyzer'), /signalbox_tokens_total\{model="fake\/fake-analyzer",kind="analyzer",type="output"\} [1-9]/);
});
