// Several models for one request: races and ensembles, as clients see them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, post, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment, strong } from './models.mjs';
import { assertContract, find, last, orchestrate, tokens } from './stream.mjs';

const question = 'Write a sorting algorithm';
const behaviours = ['slow-first', 'slow-tokens', 'refusal', '500', 'never'];
const chain = '  speculative: { delay: 50ms, max_share: 1 }\n  ensemble: { patience: 300ms }\n';
const model = (behaviour) => `fake/fake-${behaviour}`;

let provider, server;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider, behaviours, { chain }), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

const race = (first, more = {}) => ({ strategy: 'speculative', quality: 0, allowedModels: [model(first), strong], ...more });
const ensemble = (models, mode, more = {}) => ({ ensemble: { models, mode, ...more } });
const result = (run) => last(run).metadata.result;
const kinds = (list) => list.map((call) => call.kind);

test('the strong model wins when the cheap one is silent, and both are in the ledger', async () => {
  await provider.reset();
  const run = await orchestrate(server.url, { content: question, options: race('slow-first') });
  assertContract(run);
  const { model: winner, attempts, ledger, routingPlan } = result(run);
  assert.equal(winner, strong);
  assert.equal(routingPlan.strategy, 'speculative');
  assert.deepEqual(routingPlan.team, [model('slow-first'), strong]);
  assert.deepEqual(kinds(attempts), ['answer', 'hedge']);
  assert.equal(attempts[0].lost, true);
  assert.equal(ledger[0].usage.estimated, true);
  assert.ok(ledger[0].cost > 0 && ledger[1].cost > 0);
  assert.ok(tokens(run).length > 1, 'it streams');
});

test('the loser of a race is hung up on', async () => {
  await provider.reset();
  const run = await orchestrate(server.url, { content: question, options: race('never') });
  assert.equal(result(run).model, strong);
  await eventually(async () => {
    const { requests } = await provider.requests();
    const loser = requests.find((request) => request.model === 'fake-never');
    assert.equal(loser.outcome, 'client_left');
  });
});

test('a cheap model with a quick first token answers alone, however slowly it goes on', async () => {
  const run = await orchestrate(server.url, { content: question, options: race('slow-tokens') });
  assertContract(run);
  assert.equal(result(run).model, model('slow-tokens'));
  assert.deepEqual(kinds(result(run).attempts), ['answer']);
});

test('a gated client of a race sees one answer, whole', async () => {
  const body = { model: 'auto', stream: true, messages: [{ role: 'user', content: question }] };
  const { status, text } = await post(server.url + '/v1/chat/completions', {
    ...body,
    signalbox: race('slow-first'),
  });
  assert.equal(status, 200);
  assert.match(text, /data: \[DONE\]\n\n$/);
  assert.equal(text.match(/"finish_reason":"stop"/g).length, 1);
});

test('a cheap model that fails leaves the answer to the strong one', async () => {
  const run = await orchestrate(server.url, { content: question, options: race('500') });
  assertContract(run);
  assert.equal(result(run).model, strong);
});

test('an ensemble is synthesized and streamed', async () => {
  await provider.reset();
  const run = await orchestrate(server.url, { content: question, options: ensemble([cheap, strong], 'synthesize') });
  assertContract(run);
  const { ensemble: how, attempts } = result(run);
  assert.deepEqual(kinds(attempts), ['member', 'member', 'synthesis']);
  assert.equal(how.combined, true);
  assert.equal(how.answered, 2);
  assert.ok(find(run, /2 of 2 answers in/));
  assert.ok(tokens(run).length > 1, 'it streams');
  assert.ok(tokens(run).every((event) => event.metadata.attempt === 2), 'members are not shown');
  const { requests } = await provider.requests();
  assert.match(requests.at(-1).body, /BEGIN ANSWER A/);
});

test('below the quorum the best single answer stands alone, and says so', async () => {
  const options = ensemble([model('500'), model('refusal'), strong], 'synthesize');
  const run = await orchestrate(server.url, { content: question, options });
  assertContract(run);
  const { model: winner, ensemble: how } = result(run);
  assert.equal(winner, strong);
  assert.equal(how.combined, false);
  assert.match(how.reason, /1 of 3 answered, 2 are needed/);
});

test('an ensemble does not wait for ever', async () => {
  const options = ensemble([cheap, strong, model('never')], 'vote');
  const { status, json, headers } = await post(server.url + '/api/orchestration', { content: question, options });
  assert.equal(status, 200);
  assert.equal(json.attempts.length, 3);
  assert.equal(json.attempts[2].lost, true);
  assert.match(headers.get('x-signalbox-cost'), /^0\.\d{6}$/);
  assert.equal(headers.get('x-signalbox-attempts'), '3');
});

test('a dry run says what would run, and why not what was asked', async () => {
  const plan = async (body) => (await post(server.url + '/api/route', { content: question, ...body })).json.routingPlan;
  const ready = await plan({ options: race('slow-first') });
  assert.equal(ready.strategy, 'speculative');
  const pinned = await plan({ model: strong, options: { strategy: 'speculative' } });
  assert.equal(pinned.strategy, 'single');
  assert.match(pinned.strategyReason, /speculative cannot run: the request pins its model/);
  const alone = await plan({ options: { strategy: 'ensemble', allowedModels: [strong] } });
  assert.match(alone.strategyReason, /fewer than two/);
});

test('mistakes name their field', async () => {
  const refused = async (options) => (await post(server.url + '/api/orchestration', { content: question, options })).json.error.param;
  assert.equal(await refused({ ensemble: { mode: 'loud' } }), 'options.ensemble.mode');
  assert.equal(await refused({ ensemble: { models: [strong] } }), 'options.ensemble.models');
  assert.equal(await refused({ ensemble: { models: [strong, 'nobody'] } }), 'options.ensemble.models[1]');
  assert.equal(await refused({ strategy: 'single', ensemble: {} }), 'options.ensemble');
});

test('tokens and costs are counted by kind of call', async () => {
  const page = await (await fetch(server.url + '/metrics')).text();
  assert.match(page, /signalbox_tokens_total\{model="fake\/large",kind="hedge",type="output"\} [1-9]/);
  assert.match(page, /signalbox_cost_usd_total\{model="fake\/large",kind="member"\} 0\.0*[1-9]/);
  assert.match(page, /signalbox_attempts_total\{model="fake\/fake-slow-first",outcome="lost"\} [1-9]/);
});
