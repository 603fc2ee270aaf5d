// A provider's own model list fills the registry, and cannot harm it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { eventually, post, run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';

let provider, folder;
before(async () => (provider = await startFakeProvider()));
after(() => provider?.stop());

let folders = 0;
const scratch = mkdtempSync(join(tmpdir(), 'signalbox-lists-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(async () => {
  folder = join(scratch, String(++folders));
  await mood('normal');
  await provider.reset();
});

const mood = async (name) => assert.equal((await fetch(`${provider.url}/openrouter/${name}`, { method: 'PUT' })).status, 200);
const copy = () => join(folder, 'list.json');
const config = ({ list = '', models = '  - { id: small, provider: or, name: fake/small }\n' } = {}) => `server: { port: 0 }
chain: { judge: none }
providers:
  - name: or
    base_url: ${provider.url}/openrouter/v1
    api_key: \${FAKE_KEY}
    model_list: { format: openrouter, every: 1s, copy: ${copy()}${list} }
models:
${models}`;

async function start(t, options) {
  const server = await startSignalbox({ config: config(options), env: { FAKE_KEY: 'test-key' } });
  t.after(() => server.stop());
  return server;
}
const models = async (server) => (await (await fetch(server.url + '/api/models')).json()).models;
const model = async (server, id) => (await models(server)).find((one) => one.id === id);
const metric = async (server, name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await fetch(server.url + '/metrics')).text())[1]);
const ask = (server, name) => post(server.url + '/v1/chat/completions', { model: name, messages: [{ role: 'user', content: 'What is 2+2?' }] });
const listed = (server, id = 'small') =>
  eventually(async () => {
    const one = await model(server, id);
    assert.equal(one.price.origin, 'provider_list');
    return one;
  });
const fetched = async (times) => eventually(async () => assert.ok(((await provider.requests()).models['the model list'] ?? 0) >= times));

test('a start with the list fills what the configuration leaves open', async (t) => {
  const server = await start(t);
  const small = await listed(server);
  assert.deepEqual(small.price, { value: { input: 0.1, output: 0.4 }, origin: 'provider_list' });
  assert.deepEqual(small.contextWindow, { value: 64000, origin: 'provider_list' });
  assert.deepEqual(small.maxOutput, { value: 4096, origin: 'provider_list' });
  assert.deepEqual(small.vision, { value: true, origin: 'provider_list' });
  assert.equal((await models(server)).length, 1, 'only what is configured is routable');
  const { headers } = await ask(server, 'auto');
  assert.match(headers.get('x-signalbox-cost'), /^0\.\d{6}$/, 'the listed price is charged');
});

test('the configuration wins over the list', async (t) => {
  const server = await start(t, { models: '  - { id: small, provider: or, name: fake/small, context_window: 5000 }\n' });
  const small = await listed(server);
  assert.deepEqual(small.contextWindow, { value: 5000, origin: 'config' });
});

test('patterns make listed models routable, but not what has no price', async (t) => {
  const server = await start(t, { list: ", add: ['fake/*', 'router/*']" });
  await listed(server, 'or/fake/large');
  assert.deepEqual((await models(server)).map((one) => one.id).sort(), ['or/fake/large', 'small']);
  const { status, headers } = await ask(server, 'or/fake/large');
  assert.equal(status, 200);
  assert.equal(headers.get('x-signalbox-model'), 'or/fake/large');
  await mood('new-model');
  await listed(server, 'or/fake/extra');
});

test('a list in pages is read whole', async (t) => {
  await mood('paged');
  const server = await start(t, { list: ", add: ['fake/*']" });
  await listed(server, 'or/fake/large');
  await listed(server, 'small');
});

for (const bad of ['busy', 'broken', 'silent']) {
  test(`a list that is ${bad} delays nothing, and the copy on disk serves`, async (t) => {
    const first = await start(t);
    await listed(first);
    await first.stop();
    assert.equal(JSON.parse(readFileSync(copy(), 'utf8')).data.length, 3);
    await mood(bad);
    const began = performance.now();
    const server = await start(t);
    assert.ok(performance.now() - began < 5_000);
    assert.equal((await model(server, 'small')).price.value.input, 0.1, 'known before any list came');
    assert.equal((await ask(server, 'auto')).status, 200);
    if (bad !== 'silent') await server.says(/"model list failed"/);
  });
}

test('a start without list and copy knows nothing, serves, and asks again', async (t) => {
  await mood('busy');
  const server = await start(t);
  assert.equal((await ask(server, 'auto')).status, 200);
  assert.equal((await model(server, 'small')).price.value, null, 'unknown, not 0');
  await server.says(/"model list failed".*503/);
  await mood('normal');
  await listed(server);
});

test('a broken copy is ignored with a warning, and replaced', async (t) => {
  const first = await start(t);
  await listed(first);
  await first.stop();
  writeFileSync(copy(), readFileSync(copy(), 'utf8').slice(0, 40));
  const server = await start(t);
  await server.says(/"kept model list ignored"/);
  await listed(server);
  await eventually(() => assert.equal(JSON.parse(readFileSync(copy(), 'utf8')).data.length, 3));
  assert.deepEqual(readdirSync(folder), ['list.json']);
});

for (const [bad, fact] of [['price-jump', 'price'], ['price-zero', 'price'], ['window-shrunk', 'context_window']]) {
  test(`${bad}: the old value stays, and that is told`, async (t) => {
    const server = await start(t);
    const before = await listed(server);
    await mood(bad);
    await server.says(new RegExp(`"model fact held back".*"fake/small".*"${fact}"`));
    assert.deepEqual(await model(server, 'small'), before);
    assert.equal(await metric(server, 'signalbox_model_facts_held_back'), 1);
    await mood('normal');
    await eventually(async () => assert.equal(await metric(server, 'signalbox_model_facts_held_back'), 0));
  });
}

test('what was held back stays held back over a restart', async (t) => {
  const first = await start(t);
  await listed(first);
  await mood('price-zero');
  await first.says(/"model fact held back"/);
  await first.stop();
  const server = await start(t);
  await server.says(/"model fact held back"/);
  assert.equal((await model(server, 'small')).price.value.input, 0.1);
});

test('a believable change is taken within the interval, and only then do remembered routes die', async (t) => {
  const server = await start(t);
  await listed(server);
  const route = async () => (await ask(server, 'auto')).headers.get('x-signalbox-route');
  await eventually(async () => assert.equal(await route(), 'cache'));
  await provider.reset();
  await fetched(2);
  assert.equal(await route(), 'cache', 'the same list again changes nothing');
  await mood('cheaper');
  await eventually(async () => assert.equal((await model(server, 'small')).price.value.input, 0.05));
  assert.equal(await route(), 'fresh');
});

test('SIGHUP keeps what is known, takes new settings and goes on asking', async (t) => {
  const server = await start(t);
  await listed(server);
  await mood('busy');
  writeFileSync(server.config, config({ list: ", add: ['fake/*']" }));
  server.child.kill('SIGHUP');
  await server.says(/"reloaded"/);
  await eventually(async () => assert.ok(await model(server, 'or/fake/large')));
  assert.equal((await model(server, 'small')).price.origin, 'provider_list');
  await mood('cheaper');
  await eventually(async () => assert.equal((await model(server, 'small')).price.value.input, 0.05));
});

test('commands without a server know what the copy knows', async (t) => {
  const server = await start(t);
  await listed(server);
  await server.stop();
  const { code, stdout } = await run(['models', '--config', temporaryFile(config())], { env: { FAKE_KEY: 'k' } });
  assert.equal(code, 0);
  assert.match(stdout, /small +or .*\$0\.10 +\$0\.40 +64k/);
});
