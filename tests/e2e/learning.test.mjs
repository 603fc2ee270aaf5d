// Learning from outcomes: ratings change a route, the change outlives the process, and a switch turns it all off.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { eventually, post, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { fakeEnvironment } from './models.mjs';

const coding = 'Write a function in Python that merges two sorted lists, and explain its complexity';
const asking = 'Why did the Roman Empire fall? Explain the main causes and how they hang together';
const env = { ...fakeEnvironment, SIGNALBOX_LEARNING: 'on' };

let provider;
before(async () => (provider = await startFakeProvider()));
after(() => provider?.stop());

// Two models that are equally good by their facts: the cheaper one is taken for everything.
const model = (id, name, price) => `  - {id: ${id}, provider: fake, name: ${name}, quality: 0.7, price: {input: ${price}, output: ${price * 4}}, context_window: 100000}\n`;
const config = (learning) => `server:
  port: 0
routing: {min_complexity_for_chain: 1}
chain: {judge: none}
learning: {refit_after: 40, exploration: 0, ${learning}}
providers:
  - {name: fake, base_url: ${provider.url}/v1, api_key: "${'${FAKE_KEY}'}"}
models:
${model('cheap', 'small', 1)}${model('other', 'medium', 2)}`;

const start = (learning, its = env) => startSignalbox({ config: config(learning), env: its });
const ask = async (server, content) => {
  const { status, json, text } = await post(server.url + '/api/orchestration', { content });
  assert.equal(status, 200, text);
  return json;
};
const rate = (server, body) => post(server.url + '/api/feedback', body);
const routeOf = async (server, content) => (await post(server.url + '/api/route', { content })).json.routingPlan.model;
const metric = async (server, line) => {
  const page = await (await fetch(server.url + '/metrics')).text();
  return Number(new RegExp(`^${line.replace(/[{}]/g, '\\$&')} (.*)$`, 'm').exec(page)?.[1]);
};

describe('a model that is bad at one thing', () => {
  const file = temporaryFile('', 'outcomes.bin');
  let server;
  after(() => server?.stop());

  test('loses the route for it, and that alone', async () => {
    server = await start(`file: ${file}`);
    assert.equal(await routeOf(server, coding), 'cheap');
    for (let round = 0; round < 12 && (await routeOf(server, coding)) === 'cheap'; ++round) {
      const before = await metric(server, 'signalbox_outcomes_total{source="feedback"}');
      for (let i = 0; i < 10; ++i) {
        for (const [content, score] of [[coding, 0], [asking, 1]]) {
          const { requestId } = await ask(server, content);
          assert.equal((await rate(server, { requestId, score })).json.status, 'recorded');
        }
      }
      await eventually(async () => assert.equal(await metric(server, 'signalbox_outcomes_total{source="feedback"}'), before + 20));
    }
    await eventually(async () => assert.equal(await routeOf(server, coding), 'other'), 20_000);
    assert.equal(await routeOf(server, asking), 'cheap');
    assert.equal((await ask(server, coding)).model, 'other');
    assert.ok((await metric(server, 'signalbox_refits_total{outcome="accepted"}')) >= 1);
    assert.match(server.output, /"learned"/);
    for (const words of ['merges', 'Roman']) assert.ok(!server.output.includes(words), 'no prompt in the log');
  });

  test('has not got it back after a restart', async () => {
    await server.stop();
    server = await start(`file: ${file}`);
    assert.equal(await routeOf(server, coding), 'other');
    assert.equal(await routeOf(server, asking), 'cheap');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(file + '.lessons').mode & 0o777, 0o600);
  });

  test('nor after a kill', async () => {
    await server.stop('SIGKILL');
    server = await start(`file: ${file}`);
    assert.equal(await routeOf(server, coding), 'other');
    assert.ok((await metric(server, 'signalbox_outcomes')) >= 20);
  });

  test('keeps its route when learning is off', async () => {
    await server.stop();
    server = await start(`file: ${file}, enabled: false`, { ...env, SIGNALBOX_LEARNING: '' });
    assert.equal(await routeOf(server, coding), 'cheap');
    const { requestId } = await ask(server, coding);
    const refused = await rate(server, { requestId, score: 1 });
    assert.equal(refused.status, 404);
    assert.match(refused.json.error.message, /learning\.enabled/);
  });
});

describe('ratings', () => {
  let server;
  before(async () => (server = await start('file: none, max_feedback_per_day: 5')));
  after(() => server?.stop());

  test('are taken once, and the last word counts', async () => {
    const { requestId } = await ask(server, coding);
    const said = async (score) => (await rate(server, { requestId, score })).json;
    assert.deepEqual(await said(0.5), { requestId, status: 'recorded' });
    assert.deepEqual(await said(0.5), { requestId, status: 'unchanged' });
    assert.deepEqual(await said(1), { requestId, status: 'replaced' });
  });

  test('are for streams and for the APIs of others too, by x-request-id', async () => {
    const chat = await post(server.url + '/v1/chat/completions', { model: 'auto', stream: true, messages: [{ role: 'user', content: coding }] });
    assert.equal((await rate(server, { requestId: chat.headers.get('x-request-id'), score: 1 })).status, 200);
    const stream = await post(server.url + '/api/stream/orchestration', { content: coding });
    assert.equal((await rate(server, { requestId: stream.headers.get('x-request-id'), score: 1 })).status, 200);
  });

  test('name the better one of two', async () => {
    const better = (await ask(server, coding)).requestId;
    const worse = (await ask(server, coding)).requestId;
    assert.equal((await rate(server, { requestId: better, preferredOver: worse })).json.status, 'recorded');
    assert.equal((await rate(server, { requestId: better, preferredOver: '0'.repeat(32) })).json.error.param, 'preferredOver');
  });

  test('end for today with 429', async () => {
    const { requestId } = await ask(server, coding);
    const refused = await rate(server, { requestId, score: 1 });
    assert.equal(refused.status, 429);
    assert.equal(refused.json.error.code, 'rate_limited');
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  });

  test('of what is unknown, pinned or misread are refused', async () => {
    for (const requestId of ['f'.repeat(32), 'nonsense']) assert.equal((await rate(server, { requestId, score: 1 })).status, 404);
    const pinned = await post(server.url + '/api/orchestration', { content: coding, model: 'cheap' });
    assert.equal((await rate(server, { requestId: pinned.json.requestId, score: 1 })).status, 404);
    const { requestId } = await ask(server, coding);
    for (const score of [-0.1, 1.1, 8, '1', null, true]) {
      const refused = await rate(server, { requestId, score });
      assert.equal(refused.status, 400);
      assert.equal(refused.json.error.param, 'score');
    }
    assert.equal((await rate(server, { requestId })).status, 400);
    assert.equal((await rate(server, { score: 1 })).json.error.param, 'requestId');
    assert.equal((await rate(server, '{"requestId"')).json.error.code, 'invalid_json');
  });
});

test('models are tried out in the share that is configured, and the result says so', async () => {
  const server = await startSignalbox({ config: config('file: none').replace('exploration: 0', 'exploration: 0.2').replace(model('other', 'medium', 2), model('other', 'medium', 1.5)), env });
  try {
    let tried = 0;
    for (let i = 0; i < 100; ++i) {
      const { model, routingPlan } = await ask(server, coding);
      assert.equal(routingPlan.explored ?? false, model === 'other');
      tried += model === 'other';
    }
    assert.ok(tried >= 5 && tried <= 40, `${tried} of 100`);
    assert.equal(await metric(server, 'signalbox_explored_total'), tried);
    assert.equal(await routeOf(server, coding), 'cheap');
    const told = await post(server.url + '/api/orchestration', { content: coding, options: { maxCost: 1 } });
    assert.equal(told.json.model, 'cheap');
  } finally {
    await server.stop();
  }
});
