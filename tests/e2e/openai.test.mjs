// The official SDK, unmodified but for its base URL.
import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, post, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment, strong } from './models.mjs';

const behaviours = ['tools', 'slow-tokens', 'stamped', 'utf8', 'utf8-split', 'bytewise', 'crlf', 'gzip', 'http10', 'no-done', 'usage-everywhere',
  'no-usage', 'after-done', 'done-inside', 'reasoning', 'bom', 'cr', '400', '401', '429', '500', '503', 'never', 'garbage', 'drop-before', 'wrong-type',
  'context-length', 'content-policy', 'error-first-event', 'json-error-200', 'drop-after', 'cut', 'eof', 'malformed', 'stall', 'error-mid-stream'];
let provider, server, client;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider, behaviours), env: fakeEnvironment });
  client = new OpenAI({ baseURL: server.url + '/v1', apiKey: 'any', maxRetries: 0, timeout: 20_000 });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

const ask = (model, content = 'What is 2+2?', more = {}) => ({ model, messages: [{ role: 'user', content }], ...more });

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const text = chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '').join('');
  return { chunks, text };
}

test('auto is routed and answered', async () => {
  const { data, response } = await client.chat.completions.create(ask('auto')).withResponse();
  assert.equal(data.object, 'chat.completion');
  assert.equal(data.choices[0].message.role, 'assistant');
  assert.equal(data.choices[0].message.content, '2 + 2 is 4.');
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.ok(data.usage.total_tokens > 0);
  assert.match(response.headers.get('x-request-id'), /\S/);
  assert.match(response.headers.get('x-signalbox-route'), /^(fresh|cache)$/);
  assert.ok(response.headers.get('x-signalbox-model'));
  assert.equal(response.headers.get('x-signalbox-attempts'), '1');
});

test('a pinned model answers directly', async () => {
  const { data, response } = await client.chat.completions.create(ask(strong)).withResponse();
  assert.equal(data.choices[0].message.content, '2 + 2 is 4.');
  assert.equal(response.headers.get('x-signalbox-route'), 'direct');
  assert.equal(response.headers.get('x-signalbox-model'), strong);
});

for (const model of ['auto', 'auto:cheap', 'auto:best', cheap]) {
  test(`${model} streams`, async () => {
    const { chunks, text } = await read(await client.chat.completions.create(ask(model, 'What is 2+2?', { stream: true })));
    assert.equal(text, '2 + 2 is 4.');
    assert.equal(chunks[0].choices[0].delta.role, 'assistant');
    assert.equal(chunks.filter((chunk) => chunk.choices[0]?.finish_reason).length, 1);
    for (const field of ['id', 'created', 'model', 'object']) assert.equal(new Set(chunks.map((chunk) => chunk[field])).size, 1, field);
    assert.ok(chunks.every((chunk) => !('usage' in chunk)), 'nobody asked for usage');
  });
}

test('usage comes in one chunk of its own when asked for', async () => {
  const { chunks } = await read(await client.chat.completions.create(ask('auto', 'What is 2+2?', { stream: true, stream_options: { include_usage: true } })));
  const withUsage = chunks.filter((chunk) => chunk.usage);
  assert.equal(withUsage.length, 1);
  assert.equal(withUsage[0], chunks.at(-1));
  assert.deepEqual(withUsage[0].choices, []);
  assert.ok(withUsage[0].usage.total_tokens > 0);
});

test('tools and unknown fields reach the provider, tool calls come back', async () => {
  await provider.reset();
  const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
  const body = ask('fake/fake-tools', 'Weather in Paris?', { tools, tool_choice: 'auto', x_unknown: { deep: [1, null] } });
  const whole = await client.chat.completions.create(body);
  assert.equal(whole.choices[0].finish_reason, 'tool_calls');
  assert.deepEqual(whole.choices[0].message.tool_calls.map((call) => call.function.name), ['get_weather', 'get_time']);

  const stream = client.chat.completions.stream({ ...body, stream: true });
  const message = (await stream.finalChatCompletion()).choices[0].message;
  assert.deepEqual(message.tool_calls.map((call) => JSON.parse(call.function.arguments)), [{ city: 'Paris' }, { zone: 'Europe/Paris' }]);

  for (const request of (await provider.requests()).requests) {
    const sent = JSON.parse(request.body);
    assert.deepEqual(sent.tools, tools);
    assert.deepEqual(sent.x_unknown, { deep: [1, null] });
    assert.equal(sent.model, 'fake-tools');
    assert.equal(request.headers.authorization, 'Bearer test-key', 'our key, not the client\'s');
  }
});

for (const leave of [['after the first token', 'fake/fake-stamped', true], ['before the first token', 'fake/fake-never', false]]) {
  const [when, model, reads] = leave;
  test(`an abort ${when} reaches the provider`, async () => {
    await provider.reset();
    const controller = new AbortController();
    const options = { signal: controller.signal };
    if (reads) {
      const stream = await client.chat.completions.create(ask(model, 'go', { stream: true }), options);
      for await (const chunk of stream) if (chunk.choices[0]?.delta?.content) break;
    } else {
      const answer = client.chat.completions.create(ask(model, 'go', { stream: true }), options).catch((error) => error);
      await eventually(async () => assert.equal((await provider.requests()).count, 1));
      controller.abort();
      assert.ok((await answer) instanceof OpenAI.APIUserAbortError);
    }
    await eventually(async () => {
      const { requests } = await provider.requests();
      assert.equal(requests.length, 1);
      assert.equal(requests[0].outcome, 'client_left');
    });
  });
}

// What a client gets for each failure of a pinned model before any token.
const failures = [
  ['400', OpenAI.BadRequestError, 400, 'provider_rejected'],
  ['401', OpenAI.InternalServerError, 502, 'upstream_auth'],
  ['429', OpenAI.RateLimitError, 429, 'rate_limit_exceeded'],
  ['500', OpenAI.InternalServerError, 502, 'provider_overloaded'],
  ['503', OpenAI.InternalServerError, 502, 'provider_overloaded'],
  ['never', OpenAI.InternalServerError, 504, 'provider_timeout'],
  ['garbage', OpenAI.InternalServerError, 502, 'provider_protocol'],
  ['drop-before', OpenAI.InternalServerError, 502, null],
  ['wrong-type', OpenAI.InternalServerError, 502, 'provider_protocol'],
  ['context-length', OpenAI.BadRequestError, 400, 'context_length_exceeded'],
  ['content-policy', OpenAI.BadRequestError, 400, 'content_policy_violation'],
  ['error-first-event', OpenAI.InternalServerError, 502, null],
  ['json-error-200', OpenAI.InternalServerError, 502, null],
];
for (const [behaviour, type, status, code] of failures) {
  for (const stream of [false, true]) {
    test(`${behaviour} ${stream ? 'streamed' : 'whole'} is a ${status}`, async () => {
      await assert.rejects(
        async () => read(await client.chat.completions.create(ask(`fake/fake-${behaviour}`, `go ${stream}`, { stream }))),
        (error) => {
          assert.ok(error instanceof type, `${error.constructor.name} ${error.status}: ${error.message}`);
          assert.equal(error.status, status);
          if (code) assert.equal(error.code, code);
          assert.ok(!JSON.stringify(error.error).includes('sk-secret'), 'a provider\'s words stay inside');
          assert.ok(error.requestID);
          return true;
        });
    });
  }
}

test('an unknown model is not found', async () => {
  await assert.rejects(client.chat.completions.create(ask('no/such-model')), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, 'model_not_found');
    return true;
  });
});

for (const behaviour of ['drop-after', 'cut', 'eof', 'malformed', 'stall', 'error-mid-stream']) {
  test(`${behaviour}: a broken stream raises and is never a silent end`, async () => {
    let text = '';
    await assert.rejects(async () => {
      const stream = await client.chat.completions.create(ask(`fake/fake-${behaviour}`, 'go', { stream: true }));
      for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
    }, OpenAI.APIError);
    assert.ok(text.length > 0, 'what arrived before was passed on');
  });
}

for (const behaviour of ['utf8-split', 'bytewise', 'crlf', 'cr', 'bom', 'http10', 'usage-everywhere', 'no-usage', 'after-done', 'done-inside', 'reasoning']) {
  test(`${behaviour}: an odd but proper stream is read as it is meant`, async () => {
    const odd = await read(await client.chat.completions.create(ask(`fake/fake-${behaviour}`, 'What is 2+2?', { stream: true })));
    assert.ok(odd.text.length > 0);
    assert.ok(!odd.text.includes('\ufffd'));
    assert.ok(!odd.text.includes('After the end'));
    assert.equal(odd.chunks.filter((chunk) => chunk.choices[0]?.finish_reason).length, 1);
  });
}

test('models are listed, also one by one', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  for (const id of ['auto', 'auto:cheap', 'auto:best', cheap, strong]) assert.ok(ids.includes(id), id);
  assert.equal((await client.models.retrieve('auto')).id, 'auto');
  assert.equal((await client.models.retrieve(strong)).id, strong);
  await assert.rejects(client.models.retrieve('nothing'), OpenAI.NotFoundError);
});

test('clients that ask for progress get it between the chunks', async () => {
  const { text } = await post(server.url + '/v1/chat/completions', ask('auto', 'What is 2+2?', { stream: true, signalbox: { events: true } }));
  assert.match(text, /^event: progress$/m);
  assert.match(text, /^data: \[DONE\]$/m);
});
