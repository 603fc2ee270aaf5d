// The guide's promise: alike queries share one route.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
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
