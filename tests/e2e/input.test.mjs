// Wrong input: a status, a code, the field's name, and never a call to a model.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { post, startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';

let provider, server;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider, [], { server: '  max_body: 1MiB\n' }), env: fakeEnvironment });
});
after(async () => {
  assert.equal((await provider.requests()).count, 0, 'no model was asked');
  await server?.stop();
  await provider?.stop();
});

function assertProblem(answer, status, code, param) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type'), /^application\/json/);
  assert.ok(answer.headers.get('x-request-id'));
  assert.deepEqual(Object.keys(answer.json), ['error']);
  assert.deepEqual(Object.keys(answer.json.error).sort(), ['code', 'message', 'param', 'type']);
  assert.equal(answer.json.error.code, code);
  if (param) assert.equal(answer.json.error.param, param);
}

const orchestration = [
  ['no JSON', '{"content": ', 400, 'invalid_json'],
  ['nothing', '', 400, 'invalid_json'],
  ['two documents', '{"content":"a"} {"content":"b"}', 400, 'invalid_json'],
  ['broken UTF-8', Buffer.from('7b22636f6e74656e74223a22ff227d', 'hex'), 400, 'invalid_json'],
  ['a list', [1, 2], 400, 'invalid_value'],
  ['no content', {}, 400, 'invalid_value', 'content'],
  ['empty content', { content: '' }, 400, 'invalid_value', 'content'],
  ['a number for content', { content: 42 }, 400, 'invalid_value', 'content'],
  ['an unknown member', { content: 'a', contnet: 'b' }, 400, 'invalid_value', 'contnet'],
  ['an unknown option', { content: 'a', options: { speed: 1 } }, 400, 'invalid_value', 'options.speed'],
  ['a strategy that is none', { content: 'a', options: { strategy: 'luck' } }, 400, 'invalid_value', 'options.strategy'],
  ['text for a flag', { content: 'a', options: { validate: 'yes' } }, 400, 'invalid_value', 'options.validate'],
  ['too many retries', { content: 'a', options: { maxRetries: 99 } }, 400, 'invalid_value', 'options.maxRetries'],
  ['a negative cost', { content: 'a', options: { maxCost: -1 } }, 400, 'invalid_value', 'options.maxCost'],
  ['quality out of range', { content: 'a', options: { quality: 1.5 } }, 400, 'invalid_value', 'options.quality'],
  ['models that are no list', { content: 'a', options: { allowedModels: 'x' } }, 400, 'invalid_value', 'options.allowedModels'],
  ['a role that is none', { content: 'a', conversationHistory: [{ role: 'king', content: 'b' }] }, 400, 'invalid_value'],
  ['an unknown model', { content: 'a', model: 'no/such' }, 404, 'model_not_found'],
  ['models that do not exist', { content: 'a', options: { allowedModels: ['no/such'] } }, 400, 'invalid_value'],
];
for (const [what, body, status, code, param] of orchestration) {
  for (const path of ['/api/stream/orchestration', '/api/orchestration', '/api/route']) {
    test(`${path}: ${what}`, async () => {
      const answer = await post(server.url + path, body);
      assertProblem(answer, status, code, param);
    });
  }
}

const user = [{ role: 'user', content: 'hi' }];
const chat = [
  ['no JSON', '{', 400, 'invalid_json'],
  ['no messages', { model: 'auto' }, 400, 'invalid_value', 'messages'],
  ['empty messages', { model: 'auto', messages: [] }, 400, 'invalid_value', 'messages'],
  ['text for messages', { model: 'auto', messages: 'hi' }, 400, 'invalid_value', 'messages'],
  ['a number for the model', { model: 7, messages: user }, 400, 'invalid_value', 'model'],
  ['text for stream', { model: 'auto', messages: user, stream: 'yes' }, 400, 'invalid_value', 'stream'],
  ['an unknown model', { model: 'no/such', messages: user }, 404, 'model_not_found', 'model'],
];
for (const [what, body, status, code, param] of chat) {
  test(`/v1/chat/completions: ${what}`, async () => {
    assertProblem(await post(server.url + '/v1/chat/completions', body), status, code, param);
  });
}

test('null is as good as nothing for optional members', async () => {
  const answer = await post(server.url + '/api/route', { content: 'a', conversationId: null, options: null });
  assert.equal(answer.status, 200, answer.text);
});

async function get(path, init) {
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : null };
}

test('an unknown path is not found', async () => assertProblem(await get('/api/nothing'), 404, 'not_found'));

test('a wrong method is told which ones there are', async () => {
  const answer = await get('/v1/chat/completions');
  assertProblem(answer, 405, 'method_not_allowed');
  assert.match(answer.headers.get('allow'), /POST/);
  const cache = await get('/api/cache', { method: 'PUT' });
  assert.equal(cache.status, 405);
  assert.match(cache.headers.get('allow'), /GET/);
  assert.match(cache.headers.get('allow'), /DELETE/);
});

test('a body above the limit is refused', async () => {
  assertProblem(await post(server.url + '/api/orchestration', { content: 'x'.repeat(2 << 20) }), 413, 'request_too_large');
});

test('a page of another origin may not call', async () => {
  assertProblem(await post(server.url + '/api/orchestration', { content: 'a' }, { origin: 'https://evil.example' }), 403, 'forbidden_origin');
});

test('another content type is refused', async () => {
  assertProblem(await post(server.url + '/api/orchestration', '{"content":"a"}', { 'content-type': 'text/plain' }), 415, 'unsupported_media');
});
