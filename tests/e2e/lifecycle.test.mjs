// Reload, drain and stop of the server.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, post, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment } from './models.mjs';
import { assertContract, last, orchestrate } from './stream.mjs';

let provider;
before(async () => (provider = await startFakeProvider()));
after(() => provider?.stop());

async function start(t) {
  const server = await startSignalbox({ config: fakeConfig(provider, ['slow-tokens']), env: fakeEnvironment });
  t.after(() => server.stop());
  return server;
}
const models = async (server) => (await (await fetch(server.url + '/v1/models')).json()).data.map((model) => model.id);

test('SIGHUP with a broken file keeps the old configuration', async (t) => {
  const server = await start(t);
  const known = await models(server);
  const said = server.output.length;
  writeFileSync(server.config, 'server:\n  port: [what\n');
  server.child.kill('SIGHUP');
  await server.says(/config/i, said);
  const { status, json } = await post(server.url + '/api/orchestration', { content: 'What is 2+2?' });
  assert.equal(status, 200);
  assert.equal(json.response, '2 + 2 is 4.');
  assert.deepEqual(await models(server), known);
});

test('SIGHUP with a good file takes it', async (t) => {
  const server = await start(t);
  assert.ok(!(await models(server)).includes('fake/fake-utf8'));
  writeFileSync(server.config, readFileSync(server.config, 'utf8').replace('fake-slow-tokens', 'fake-utf8'));
  server.child.kill('SIGHUP');
  await eventually(async () => assert.ok((await models(server)).includes('fake/fake-utf8')));
});

test('SIGTERM lets a running stream finish and takes no new one', async (t) => {
  const server = await start(t);
  let began;
  const first = new Promise((done) => (began = done));
  const run = orchestrate(server.url, { content: 'Tell me something', model: 'fake/fake-slow-tokens' }, { onEvent: (event) => event.stage === 'token' && began() });
  await first;
  server.child.kill('SIGTERM');
  await sleep(100);
  await assert.rejects(fetch(server.url + '/healthz').then((response) => assert.equal(response.status, 503) ?? Promise.reject(new Error('draining'))));
  const streamed = await run;
  assertContract(streamed);
  assert.equal(last(streamed).type, 'complete');
  assert.equal((await server.exited).code, 0);
});

test('SIGTERM ends an idle server at once', async (t) => {
  const server = await start(t);
  await post(server.url + '/api/route', { content: 'hi', model: cheap });
  const started = performance.now();
  assert.equal((await server.stop()).code, 0);
  assert.ok(performance.now() - started < 3_000);
});

test('a reader that leaves stops the work for it', async (t) => {
  const server = await start(t);
  await provider.reset();
  const controller = new AbortController();
  const run = orchestrate(server.url, { content: 'go', model: 'fake/fake-slow-tokens' }, { signal: controller.signal, onEvent: (event) => event.stage === 'token' && controller.abort() });
  await assert.rejects(run);
  await eventually(async () => assert.equal((await provider.requests()).requests.at(-1).outcome, 'client_left'));
});
