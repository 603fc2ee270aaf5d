// What the web page expects of answers, held against real ones: the interfaces of web/src/api/types.ts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { post, root, startSignalbox } from './harness.mjs';

const types = readFileSync(join(root, 'web/src/api/types.ts'), 'utf8');

// The members that an interface requires, of its first level.
function required(name) {
  const [, text] = new RegExp(`export interface ${name}(?:<T>)? \\{\\n([^]*?)\\n\\}`).exec(types);
  return [...text.matchAll(/^  (\w+): /gm)].map(([, member]) => member);
}
const assertHas = (name, value) => {
  const missing = required(name).filter((member) => !(member in value));
  assert.deepEqual(missing, [], `${name}: ${JSON.stringify(value).slice(0, 300)}`);
};

let server;
before(async () => (server = await startSignalbox()));
after(() => server?.stop());
const get = async (path) => (await fetch(server.url + path)).json();

test('runs tell what the page reads of them', async () => {
  const { json } = await post(server.url + '/api/orchestration', { content: 'What is 2+2?', options: { validate: true } });
  assertHas('ChainResult', json);
  assertHas('Usage', json.totalTokens);
  assertHas('Analysis', json.analysis);
  assertHas('RoutingPlan', json.routingPlan);
  assertHas('Validation', json.validation);
  assertHas('AttemptRecord', json.attempts[0]);
  for (const candidate of json.routingPlan.candidates) assertHas('Candidate', candidate);
});

test('and so do routes, models, the cache, statistics and the health of routing', async () => {
  const { json } = await post(server.url + '/api/route', { content: 'What is 2+2?' });
  assertHas('RouteAnswer', json);
  const list = await get('/api/models');
  assertHas('ModelList', list);
  assertHas('Model', list.models[0]);
  assertHas('Fact', list.models[0].price);
  assertHas('CacheState', await get('/api/cache'));
  assertHas('RoutingHealth', await get('/api/routing/health'));
  const stats = await get('/api/stats?range=15m');
  assertHas('Stats', stats);
  assertHas('StatsMembers', stats.totals);
  for (const point of stats.points) assertHas('StatsMembers', point);
});
