// The guide's promise: alike queries share one route.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { eventually, post, run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';
import { assertContract, find, last, orchestrate } from './stream.mjs';

const queries = ['Write a sorting function', 'Create a merge sort', 'Implement quicksort'];
let provider, server;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

const stats = async () => (await fetch(server.url + '/api/cache')).json();

test('the three sorting queries share one cached route', async () => {
  const empty = await stats();
  assert.deepEqual([empty.size, empty.totalHits, empty.entries], [0, 0, []]);

  const runs = [];
  for (const content of queries) runs.push(await orchestrate(server.url, { content }));
  runs.forEach(assertContract);

  const [first, ...others] = runs;
  assert.ok(!first.events.some((event) => event.metadata?.cacheHit));
  for (const run of others) {
    assert.ok(find(run, /Using cached routing \(.+\)/), JSON.stringify(run.events.map((event) => event.message)));
    assert.ok(run.events.some((event) => event.metadata?.cacheHit === true));
    assert.equal(last(run).metadata.result.model, last(first).metadata.result.model);
  }
  const filled = await stats();
  assert.equal(filled.size, 1);
  assert.equal(filled.totalHits, 2);
  assert.equal(filled.entries.length, 1);
  assert.equal(filled.entries[0].hits, 2);
  assert.equal(filled.entries[0].model, last(first).metadata.result.model);
  assert.match(filled.entries[0].key, /^[0-9a-f]{8}-\d+-code$/);
});

test('a run may leave the cache alone', async () => {
  const before = await stats();
  const run = await orchestrate(server.url, { content: queries[0], options: { cache: false } });
  assertContract(run);
  const after = await stats();
  assert.equal(after.totalHits, before.totalHits);
});

test('DELETE empties it', async () => {
  const response = await fetch(server.url + '/api/cache', { method: 'DELETE' });
  assert.equal(response.status, 200);
  assert.equal((await stats()).size, 0);
  const run = await orchestrate(server.url, { content: queries[1] });
  assert.ok(!run.events.some((event) => event.metadata?.cacheHit));
});

const cacheOf = async (running) => (await fetch(running.url + '/api/cache')).json();
const persisting = (file, rest = '') => fakeConfig(provider) + `cache: {persist: true, file: ${file}, capacity: 10000${rest}}\n`;
const starting = (file, rest) => startSignalbox({ config: persisting(file, rest), env: fakeEnvironment });

test('a route that was decided before a restart is a hit after it', async () => {
  const file = temporaryFile('', 'routes.bin');
  rmSync(file);
  let running = await starting(file);
  await orchestrate(running.url, { content: queries[0] });
  await running.stop();
  assert.equal(statSync(file).mode & 0o777, 0o600);

  running = await starting(file);
  try {
    assert.equal((await cacheOf(running)).size, 1);
    await running.says(/remembered routes are back/);
    const run = await orchestrate(running.url, { content: queries[1] });
    assert.ok(run.events.some((event) => event.metadata?.cacheHit === true));
    assert.equal((await cacheOf(running)).totalHits, 1);
  } finally {
    await running.stop();
  }

  // Other models make other routes: those of before are not used.
  running = await startSignalbox({ config: persisting(file) + 'routing: {quality: 0.9}\n', env: fakeEnvironment });
  try {
    const run = await orchestrate(running.url, { content: queries[1] });
    assert.ok(!run.events.some((event) => event.metadata?.cacheHit));
  } finally {
    await running.stop();
  }
});

test('a file of routes that is damaged costs the routes and not the start', async () => {
  const file = temporaryFile('', 'broken-routes.bin');
  writeFileSync(file, 'signalbox routes\n\x01');
  const running = await starting(file);
  try {
    await running.says(/remembered routes not used/);
    assert.equal((await cacheOf(running)).size, 0);
  } finally {
    await running.stop();
  }
});

test('routes are forgotten by a restart when nobody asked to keep them', async () => {
  const config = fakeConfig(provider);
  let running = await startSignalbox({ config, env: fakeEnvironment });
  await orchestrate(running.url, { content: queries[0] });
  await running.stop();
  running = await startSignalbox({ config, env: fakeEnvironment });
  assert.equal((await cacheOf(running)).size, 0);
  await running.stop();
});

test('routes that a file of messages wants are there before anybody asks', async () => {
  const running = await startSignalbox({ config: fakeConfig(provider), env: fakeEnvironment });
  try {
    const file = temporaryFile([{ prompt: queries[0] }, { text: queries[1] }, { messages: [{ role: 'user', content: 'Tell me a joke' }] }].map((row) => JSON.stringify(row) + '\n').join('\n'), 'messages.jsonl');
    const warmed = await run(['cache', 'warm', file, '--server', running.url]);
    assert.equal(warmed.code, 0, warmed.stderr);
    assert.equal(warmed.stdout, '3 requests, 2 new routes\n');

    const asked = await orchestrate(running.url, { content: queries[2] });
    assert.ok(asked.events.some((event) => event.metadata?.cacheHit === true));

    const broken = await run(['cache', 'warm', temporaryFile('{"prompt": "fine"}\n{"promt": 1}\n', 'broken.jsonl'), '--server', running.url]);
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /line 2: expected an object with "prompt"/);
    assert.equal((await run(['cache', 'warm', '--server', running.url])).code, 2);
    const refused = await post(running.url + '/api/cache/warm', { content: 'x', model: 'fake/small' });
    assert.equal(refused.status, 400);
    assert.equal(refused.json.error.param, 'model');
  } finally {
    await running.stop();
  }
});

test('the routes of earlier requests are there again from their records', async () => {
  const records = temporaryFile('', 'warm-records.db');
  rmSync(records);
  const env = { ...fakeEnvironment, SIGNALBOX_RECORDS: 'on' };
  const running = await startSignalbox({ config: fakeConfig(provider) + `records: {file: ${records}}\n`, env });
  try {
    for (const content of [...queries, 'Tell me a joke']) await orchestrate(running.url, { content });
    await eventually(async () => assert.equal((await (await fetch(running.url + '/api/decisions')).json()).decisions.length, 4));
    await fetch(running.url + '/api/cache', { method: 'DELETE' });

    const warmed = await run(['cache', 'warm', '--from-records', '100', '--json', '--server', running.url]);
    assert.deepEqual(JSON.parse(warmed.stdout), { requests: 4, added: 2 });

    const asked = await orchestrate(running.url, { content: queries[2] });
    assert.ok(asked.events.some((event) => event.metadata?.cacheHit === true));
    for (const fromRecords of [0, 10_001, '5', null]) {
      assert.equal((await post(running.url + '/api/cache/warm', { fromRecords })).status, 400);
    }
    assert.equal((await post(running.url + '/api/cache/warm', { fromRecords: 1, content: 'x' })).status, 400);
  } finally {
    await running.stop();
  }
  const none = await startSignalbox({ config: fakeConfig(provider), env: fakeEnvironment });
  assert.equal((await post(none.url + '/api/cache/warm', { fromRecords: 10 })).status, 404);
  await none.stop();
});
