// The guide's promise: alike queries share one route.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFakeProvider, startSignalbox } from './harness.mjs';
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
