// API keys: the commands that make them, and what the official SDKs meet without a good one.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { eventually, post, run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment, strong } from './models.mjs';

let provider, server, file;
const access = (path) => `access:\n  keys_file: ${path}\n`;
const create = async (...wishes) => {
  const { code, stdout, stderr } = await run(['keys', 'create', '--file', file, ...wishes]);
  assert.equal(code, 0, stderr);
  return stdout.trim();
};
// The server looks at the file every two seconds; a signal makes it look now.
const reload = async () => {
  const said = server.output.length;
  server.child.kill('SIGHUP');
  await server.says(/"reloaded"/, said);
};

before(async () => {
  provider = await startFakeProvider();
  file = temporaryFile('', 'api-keys.yaml');
  rmSync(file);
  server = await startSignalbox({ config: access(file) + fakeConfig(provider), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

const client = (apiKey, more = {}) => new OpenAI({ baseURL: server.url + '/v1', apiKey, maxRetries: 0, timeout: 20_000, ...more });
const ask = (who, model = 'auto', more = {}) => who.chat.completions.create({ model, messages: [{ role: 'user', content: 'What is 2+2?' }], ...more });
const calls = async () => (await provider.requests()).count;

test('a key works once the server has noticed it, without a signal', async () => {
  const key = await create('--id', 'noticed');
  assert.match(key, /^sbx_[\w-]{43}$/);
  await eventually(async () => assert.equal((await ask(client(key))).choices[0].message.content, '2 + 2 is 4.'), 8_000);
});

test('the file has hashes only, for its owner alone', async () => {
  const key = await create('--id', 'hashed');
  const text = readFileSync(file, 'utf8');
  assert.ok(!text.includes(key) && !text.includes(key.slice(4, 20)));
  assert.match(text, /hash: sha256:[0-9a-f]{64}/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('without a good key it is one AuthenticationError, and the provider is not called', async () => {
  const before = await calls();
  const told = new Set();
  for (const key of ['wrong', 'sbx_' + 'A'.repeat(43), "' OR 1=1 --"]) {
    for (const stream of [false, true]) {
      await assert.rejects(ask(client(key), 'auto', { stream }), (error) => {
        assert.ok(error instanceof OpenAI.AuthenticationError);
        assert.equal(error.code, 'invalid_api_key');
        assert.equal(error.headers.get('www-authenticate'), 'Bearer');
        told.add(error.message);
        return !error.message.includes(key);
      });
    }
  }
  const bare = await post(server.url + '/api/orchestration', { content: 'hi' });
  assert.equal(bare.status, 401);
  assert.equal(told.size, 1);
  assert.equal(await calls(), before);
});

test('Anthropic clients get the same in their own shape', async () => {
  const key = await create('--id', 'claude');
  await reload();
  const anthropic = (apiKey) => new Anthropic({ baseURL: server.url, apiKey, maxRetries: 0 });
  const body = { model: 'auto', max_tokens: 100, messages: [{ role: 'user', content: 'What is 2+2?' }] };
  await assert.rejects(anthropic('wrong').messages.create(body), (error) => {
    assert.ok(error instanceof Anthropic.AuthenticationError);
    return error.error.error.type === 'authentication_error';
  });
  assert.equal((await anthropic(key).messages.create(body)).content[0].text, '2 + 2 is 4.');
});

test('a missing scope and a foreign model are PermissionDeniedErrors', async () => {
  const reader = await create('--id', 'reader', '--scope', 'read');
  const narrow = await create('--id', 'narrow', '--model', strong);
  await reload();
  await assert.rejects(ask(client(reader)), OpenAI.PermissionDeniedError);
  await assert.rejects(ask(client(narrow), cheap), (error) => {
    assert.ok(error instanceof OpenAI.PermissionDeniedError);
    return error.param === 'model';
  });
  const { response } = await ask(client(narrow)).withResponse();
  assert.equal(response.headers.get('x-signalbox-model'), strong);
  const seen = (await client(narrow).models.list()).data.map((model) => model.id).filter((id) => !id.startsWith('auto'));
  assert.deepEqual(seen, [strong]);
});

test('operating needs its own scope', async () => {
  const ops = await create('--id', 'ops', '--scope', 'admin');
  await reload();
  const status = async (path, key) => (await fetch(server.url + path, { headers: key ? { authorization: `Bearer ${key}` } : {} })).status;
  assert.equal(await status('/metrics', ops), 200);
  assert.equal(await status('/metrics'), 401);
  assert.equal(await status('/api/models', ops), 403);
  assert.equal(await status('/healthz'), 200);
  const cache = await run(['cache', 'stats', '--server', server.url, '--json'], { env: { SIGNALBOX_API_KEY: ops } });
  assert.equal(cache.code, 0, cache.stderr);
  assert.equal((await run(['cache', 'stats', '--server', server.url])).code, 7);
});

test('the rate limit is a RateLimitError that says when, and the SDK waits for it', async () => {
  const key = await create('--id', 'hasty', '--requests-per-minute', '60');
  await reload();
  const hasty = client(key);
  const { response } = await ask(hasty).withResponse();
  assert.equal(response.headers.get('x-ratelimit-limit-requests'), '60');
  assert.ok(Number(response.headers.get('x-ratelimit-remaining-requests')) < 60);
  assert.match(response.headers.get('x-ratelimit-reset-requests'), /^\d+m?s$/);
  let refused;
  for (let i = 0; i < 200 && !refused; ++i) await hasty.models.list().catch((error) => (refused = error));
  assert.ok(refused instanceof OpenAI.RateLimitError, String(refused));
  assert.equal(refused.headers.get('retry-after'), '1');
  const began = performance.now();
  assert.equal((await ask(client(key, { maxRetries: 2 }))).choices[0].message.content, '2 + 2 is 4.');
  assert.ok(performance.now() - began > 500, 'it waited');
});

test('the budget of the day is a 402 before anybody is called', async () => {
  const key = await create('--id', 'poor', '--budget-per-day', '0.000001');
  await reload();
  const before = await calls();
  for (const model of ['auto', cheap]) await assert.rejects(ask(client(key), model), (error) => error.status === 402 && error.type === 'insufficient_quota');
  assert.equal(await calls(), before);
});

test('what calls cost is taken from the budget', async () => {
  // A run of the strong model costs a few hundred micro-dollars; one is within the budget, twenty are not.
  const key = await create('--id', 'thrifty', '--budget-per-day', '0.005');
  await reload();
  let refused = 0;
  for (let i = 0; i < 80; ++i) await ask(client(key), strong, { max_tokens: 100 }).catch((error) => (refused += error.status === 402));
  assert.ok(refused > 0 && refused < 80, `${refused} of 80`);
});

test('revoke ends a key, and list shows no secret', async () => {
  const key = await create('--id', 'leaving', '--expires', '30d');
  await reload();
  await ask(client(key));
  assert.equal((await run(['keys', 'revoke', 'leaving', '--file', file])).code, 0);
  await reload();
  await assert.rejects(ask(client(key)), OpenAI.AuthenticationError);
  const { stdout } = await run(['keys', 'list', '--file', file]);
  assert.match(stdout, /leaving .*revoked/);
  assert.ok(!stdout.includes('sbx_') && !stdout.includes('sha256'));
  assert.equal((await run(['keys', 'revoke', 'nobody', '--file', file])).code, 2);
});

test('a broken file of keys changes nothing', async () => {
  const key = await create('--id', 'steady');
  await reload();
  const good = readFileSync(file);
  const said = server.output.length;
  writeFileSync(file, 'keys: [{id: broken}]\n', { mode: 0o600 });
  await server.says(/reload refused/, said);
  assert.equal((await ask(client(key))).choices[0].message.content, '2 + 2 is 4.');
  writeFileSync(file, good, { mode: 0o600 });
});

test('no key and no hash is in the log', () => {
  assert.ok(!server.output.includes('sbx_') && !server.output.includes('sha256'));
  assert.match(server.output, /"key":"steady"/);
});

test('another address than loopback is served with keys alone', async (t) => {
  const config = fakeConfig(provider, [], { server: '  address: 0.0.0.0\n' });
  const open = await run(['serve', '--config', temporaryFile(config)], { env: fakeEnvironment });
  assert.equal(open.code, 3);
  assert.match(open.stderr, /0\.0\.0\.0 is not a loopback address.*signalbox keys create/);

  const path = temporaryFile('', 'none.yaml');
  rmSync(path);
  const empty = await run(['serve', '--config', temporaryFile(access(path) + config)], { env: fakeEnvironment });
  assert.equal(empty.code, 3);

  const made = await run(['keys', 'create', '--config', temporaryFile(access(path) + config)], { env: fakeEnvironment });
  assert.equal(made.code, 0, made.stderr);
  const guarded = await startSignalbox({ config: access(path) + config, env: fakeEnvironment });
  t.after(() => guarded.stop());
  const url = guarded.url.replace('0.0.0.0', '127.0.0.1');
  const status = async (headers) => (await post(url + '/api/orchestration', { content: 'What is 2+2?' }, headers)).status;
  assert.equal(await status({}), 401);
  assert.equal(await status({ authorization: `Bearer ${made.stdout.trim()}` }), 200);
});
