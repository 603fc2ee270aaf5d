// Embeddings through OpenAI's SDK: passed on to the provider of the model, and nothing is made up on the way.
import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sentBodies } from './conformance.mjs';
import { eventually, startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';

const others = (provider) => `  - { name: claude, type: anthropic, base_url: "${provider.url}", api_key: "\${FAKE_KEY}" }
  - { name: llama, type: ollama, base_url: "${provider.url}" }
  - { name: demo, type: demo }
models:
  - { id: claude/any, provider: claude, name: any }
  - { id: llama/any, provider: llama, name: any }
  - { id: demo/any, provider: demo, name: demo-small }
`;

let provider, server, client;
before(async () => {
  provider = await startFakeProvider();
  const config = fakeConfig(provider, ['normal', 'flaky', 'never', '400', '401', '429', '500', 'wrong-type', 'json-error-200', 'context-length']).replace('models:\n', others(provider));
  server = await startSignalbox({ config, env: fakeEnvironment });
  client = new OpenAI({ baseURL: server.url + '/v1', apiKey: 'any', maxRetries: 0, timeout: 20_000 });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});
const ask = (behaviour, more = {}) => ({ model: `fake/fake-${behaviour}`, input: 'The quick brown fox', ...more });

test('one text has one vector, as numbers and as base64 alike', async () => {
  await provider.reset();
  const asBase64 = await client.embeddings.create(ask('normal')); // the SDK asks for base64 and decodes it
  const { data: asNumbers, response } = await client.embeddings.create(ask('normal', { encoding_format: 'float' })).withResponse();
  assert.equal(asNumbers.object, 'list');
  assert.equal(asNumbers.data[0].embedding.length, 8);
  assert.deepEqual(asBase64.data[0].embedding, asNumbers.data[0].embedding);
  assert.deepEqual(asNumbers.usage, { prompt_tokens: 4, total_tokens: 4 });
  assert.equal(response.headers.get('x-signalbox-model'), 'fake/fake-normal');
  assert.equal(response.headers.get('x-signalbox-cost'), '0.000001');
  const [first, second] = await sentBodies(provider);
  assert.deepEqual(first, { model: 'fake-normal', input: 'The quick brown fox', encoding_format: 'base64' });
  assert.deepEqual(second, { model: 'fake-normal', input: 'The quick brown fox', encoding_format: 'float' });
  assert.equal((await provider.requests()).requests[0].path, '/v1/embeddings');
});

test('base64 that is asked for comes as base64', async () => {
  const { data } = await client.embeddings.create(ask('normal', { encoding_format: 'base64', dimensions: 3 }));
  assert.equal(typeof data[0].embedding, 'string');
  assert.equal(Buffer.from(data[0].embedding, 'base64').length, 12);
});

test('many inputs keep their order', async () => {
  const input = ['one', 'two', 'three', 'one'];
  const { data } = await client.embeddings.create(ask('normal', { input }));
  assert.deepEqual(data.map((each) => each.index), [0, 1, 2, 3]);
  assert.deepEqual(data[0].embedding, data[3].embedding);
  assert.notDeepEqual(data[0].embedding, data[1].embedding);
  assert.equal((await client.embeddings.create(ask('normal', { input: [[1, 2], [3]] }))).data.length, 2);
  assert.equal((await client.embeddings.create(ask('normal', { input: [1, 2, 3] }))).data.length, 1);
});

test('a failure that passes is tried again', async () => {
  await provider.reset();
  assert.equal((await client.embeddings.create(ask('flaky'))).data.length, 1);
  assert.equal((await provider.requests()).count, 2);
});

for (const [behaviour, kind, status] of [['400', OpenAI.BadRequestError, 400], ['context-length', OpenAI.BadRequestError, 400], ['401', OpenAI.InternalServerError, 502],
  ['429', OpenAI.RateLimitError, 429], ['500', OpenAI.InternalServerError, 502], ['wrong-type', OpenAI.InternalServerError, 502], ['json-error-200', OpenAI.InternalServerError, 502]]) {
  test(`${behaviour} is a ${status}, in none of the provider's words`, async () => {
    await assert.rejects(client.embeddings.create(ask(behaviour)), (error) => {
      assert.ok(error instanceof kind, `${error}`);
      assert.equal(error.status, status);
      assert.doesNotMatch(JSON.stringify(error.error), /sk-/);
      return true;
    });
  });
}

for (const model of ['claude/any', 'llama/any', 'demo/any', 'auto', 'auto:best']) {
  test(`${model} has no embeddings, and the error says what has`, async () => {
    await provider.reset();
    await assert.rejects(client.embeddings.create({ model, input: 'x' }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
      assert.equal(error.param, 'model');
      assert.equal(error.code, 'invalid_value');
      if (!model.startsWith('auto')) assert.match(error.message, new RegExp(`'${model}'.*OpenAI-compatible`));
      if (model.startsWith('auto')) assert.match(error.message, /GET \/v1\/models/);
      return true;
    });
    assert.equal((await provider.requests()).count, 0);
  });
}

test('what is wrong is named', async () => {
  for (const [wrong, param] of [[{ model: undefined }, 'model'], [{ input: undefined }, 'input'], [{ input: ['a', 1] }, 'input[1]'], [{ dimensions: 'x' }, 'dimensions'], [{ encoding_format: 'hex' }, 'encoding_format']]) {
    await assert.rejects(client.embeddings.create(ask('normal', wrong)), (error) => error instanceof OpenAI.BadRequestError && error.param === param);
  }
  await assert.rejects(client.embeddings.create({ model: 'no/such-model', input: 'x' }), OpenAI.NotFoundError);
});

test('an abort reaches the provider', async () => {
  await provider.reset();
  const controller = new AbortController();
  const answer = client.embeddings.create(ask('never'), { signal: controller.signal }).catch((error) => error);
  await eventually(async () => assert.equal((await provider.requests()).count, 1));
  controller.abort();
  assert.ok((await answer) instanceof OpenAI.APIUserAbortError);
  await eventually(async () => assert.equal((await provider.requests()).requests[0].outcome, 'client_left'));
});
