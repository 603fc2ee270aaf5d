// The official OpenAI SDK, served by models whose providers speak other APIs.
import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, startFakeProvider, startSignalbox } from './harness.mjs';

const behaviours = ['normal', 'echo', 'tools', 'reasoning', 'length', 'empty', 'utf8', 'utf8-split', 'bytewise', 'crlf', 'done-inside', 'after-done', 'slow-tokens',
  'stamped', 'never', '400', '401', '404', '429', '500', '529', 'context-length', 'garbage', 'wrong-type', 'error-first-event', 'pings-only', 'drop-before',
  'drop-after', 'cut', 'eof', 'no-done', 'malformed', 'stall', 'error-mid-stream'];

const config = (type, provider) => `server:
  port: 0
chain:
  judge: none
  timeouts: { connect: 500ms, first_token: 700ms, gap: 700ms, total: 10s }
providers:
  - name: other
    type: ${type}
    base_url: ${provider.url}
    api_key: \${FAKE_KEY}
models:
${behaviours.map((name) => `  - { id: other/${name}, provider: other, name: fake-${name}, price: { input: 1, output: 4 }, quality: 0.5, vision: true, tools: true }\n`).join('')}`;

const tools = [{
  type: 'function',
  function: { name: 'get_weather', description: 'Weather of a city', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
}];
const picture = 'iVBORw0KGgo=';

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { chunks, text: chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '').join('') };
}

// What each API was asked, in words that are the same for all.
const asked = {
  anthropic: {
    path: '/v1/messages',
    key: (headers) => headers['x-api-key'],
    call: (sent) => sent.messages[1].content[0].input,
    result: (sent) => sent.messages[2].content[0].content,
    image: (sent) => sent.messages[0].content[1].source.data,
  },
  ollama: {
    path: '/api/chat',
    key: (headers) => headers.authorization,
    call: (sent) => sent.messages[1].tool_calls[0].function.arguments,
    result: (sent) => sent.messages[2].content,
    image: (sent) => sent.messages[0].images[0],
  },
};

for (const [type, api] of Object.entries(asked)) {
  describe(type, () => {
    let provider, server, client;
    before(async () => {
      provider = await startFakeProvider();
      server = await startSignalbox({ config: config(type, provider), env: { FAKE_KEY: 'test-key' } });
      client = new OpenAI({ baseURL: server.url + '/v1', apiKey: 'any', maxRetries: 0, timeout: 20_000 });
    });
    after(async () => {
      await server?.stop();
      await provider?.stop();
    });
    const ask = (behaviour, content = 'What is 2+2?', more = {}) => ({ model: `other/${behaviour}`, messages: [{ role: 'user', content }], ...more });
    const lastAsked = async () => (await provider.requests()).requests.at(-1);

    test('a whole answer', async () => {
      const { data, response } = await client.chat.completions.create(ask('normal')).withResponse();
      assert.equal(data.object, 'chat.completion');
      assert.equal(data.choices[0].message.content, '2 + 2 is 4.');
      assert.equal(data.choices[0].finish_reason, 'stop');
      assert.ok(data.usage.total_tokens > 0);
      assert.equal(response.headers.get('x-signalbox-model'), 'other/normal');
      const request = await lastAsked();
      assert.equal(request.path, api.path);
      assert.equal(api.key(request.headers), type === 'ollama' ? 'Bearer test-key' : 'test-key');
    });

    test('a streamed answer', async () => {
      const { chunks, text } = await read(await client.chat.completions.create(ask('normal', 'What is 2+2?', { stream: true, stream_options: { include_usage: true } })));
      assert.equal(text, '2 + 2 is 4.');
      assert.equal(chunks[0].choices[0].delta.role, 'assistant');
      assert.equal(chunks.filter((chunk) => chunk.choices[0]?.finish_reason).length, 1);
      for (const field of ['id', 'created', 'model', 'object']) assert.equal(new Set(chunks.map((chunk) => chunk[field])).size, 1, field);
      assert.ok(chunks.at(-1).usage.completion_tokens > 0);
    });

    test('auto is routed, and the orchestration stream works', async () => {
      const { text } = await read(await client.chat.completions.create({ ...ask('x'), model: 'auto', stream: true }));
      assert.ok(text.length > 0);
      const response = await fetch(server.url + '/api/stream/orchestration', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ content: 'What is 2+2?', model: 'other/normal' }) });
      assert.match(await response.text(), /"type":"complete".*2 \+ 2 is 4\./);
    });

    for (const stream of [false, true]) {
      test(`a round trip with tools, ${stream ? 'streamed' : 'whole'}`, async () => {
        const turn = ask('tools', 'Weather in Paris?', { tools, tool_choice: 'auto' });
        const message = stream
          ? (await client.chat.completions.stream({ ...turn, stream: true }).finalChatCompletion()).choices[0].message
          : (await client.chat.completions.create(turn)).choices[0].message;
        assert.deepEqual(message.tool_calls.map((call) => call.function.name), ['get_weather', 'get_time']);
        assert.deepEqual(message.tool_calls.map((call) => JSON.parse(call.function.arguments)), [{ city: 'Paris' }, { zone: 'Europe/Paris' }]);
        assert.equal(new Set(message.tool_calls.map((call) => call.id)).size, 2);

        const results = message.tool_calls.map((call, nth) => ({ role: 'tool', tool_call_id: call.id, content: `result ${nth}` }));
        const second = await client.chat.completions.create({ model: 'other/normal', tools,
          messages: [...turn.messages, { role: 'assistant', content: null, tool_calls: message.tool_calls }, ...results] });
        assert.ok(second.choices[0].message.content);
        const sent = JSON.parse((await lastAsked()).body);
        assert.deepEqual(api.call(sent), { city: 'Paris' });
        assert.equal(api.result(sent), 'result 0');
      });
    }

    test('an image goes in', async () => {
      await client.chat.completions.create(ask('normal', [{ type: 'text', text: 'What is it?' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } }]));
      assert.equal(api.image(JSON.parse((await lastAsked()).body)), picture);
    });

    test('thinking is told as reasoning', async () => {
      const { chunks, text } = await read(await client.chat.completions.create(ask('reasoning', 'go', { stream: true })));
      assert.equal(text, 'Four.');
      assert.match(chunks.map((chunk) => chunk.choices[0]?.delta?.reasoning_content ?? '').join(''), /^Two and two make four/);
      const whole = await client.chat.completions.create(ask('reasoning', 'go'));
      assert.equal(whole.choices[0].message.reasoning_content, 'Two and two.');
    });

    test('an answer that is cut off says length', async () => {
      assert.equal((await client.chat.completions.create(ask('length', 'go'))).choices[0].finish_reason, 'length');
      const { chunks } = await read(await client.chat.completions.create(ask('length', 'go', { stream: true })));
      assert.equal(chunks.find((chunk) => chunk.choices[0]?.finish_reason).choices[0].finish_reason, 'length');
    });

    test('what cannot be translated is a 400 that names it, and is not sent', async () => {
      await provider.reset();
      await assert.rejects(client.chat.completions.create(ask('normal', 'go', { n: 2 })), (error) => {
        assert.ok(error instanceof OpenAI.BadRequestError);
        assert.equal(error.code, 'invalid_value');
        assert.equal(error.param, 'n');
        return true;
      });
      assert.equal((await provider.requests()).count, 0);
    });

    for (const [behaviour, status, code] of [['400', 400, 'provider_rejected'], ['401', 502, 'upstream_auth'], ['429', 429, 'rate_limit_exceeded'], ['500', 502, 'provider_overloaded'],
      ['529', 502, 'provider_overloaded'], ['404', 502, 'provider_protocol'], ['context-length', 400, 'context_length_exceeded'], ['garbage', 502, 'provider_protocol'],
      ['wrong-type', 502, 'provider_protocol'], ['never', 504, 'provider_timeout'], ['error-first-event', 502, 'provider_overloaded']]) {
      for (const stream of [false, true]) {
        test(`${behaviour} ${stream ? 'streamed' : 'whole'} is a ${status}`, async () => {
          await assert.rejects(async () => read(await client.chat.completions.create(ask(behaviour, `go ${stream}`, { stream }))), (error) => {
            assert.equal(error.status, status, `${error.status}: ${error.message}`);
            assert.equal(error.code, code);
            assert.ok(!JSON.stringify(error.error).includes('sk-secret'), 'a provider\'s words stay inside');
            return true;
          });
        });
      }
    }

    for (const behaviour of ['drop-after', 'cut', 'eof', 'no-done', 'malformed', 'stall', 'error-mid-stream']) {
      test(`${behaviour}: a broken stream raises and is never a silent end`, async () => {
        let text = '';
        await assert.rejects(async () => {
          const stream = await client.chat.completions.create(ask(behaviour, 'go', { stream: true }));
          for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
        }, OpenAI.APIError);
        assert.ok(text.length > 0, 'what arrived before was passed on');
      });
    }

    for (const behaviour of ['utf8', 'utf8-split', 'bytewise', 'crlf', 'after-done', 'done-inside']) {
      test(`${behaviour}: an odd but proper stream is read as it is meant`, async () => {
        const odd = await read(await client.chat.completions.create(ask(behaviour, 'go', { stream: true })));
        assert.ok(odd.text.length > 0);
        assert.ok(!odd.text.includes('\ufffd'));
        assert.ok(!odd.text.includes('After the end'));
        assert.equal(odd.chunks.filter((chunk) => chunk.choices[0]?.finish_reason).length, 1);
      });
    }

    test('an abort reaches the provider', async () => {
      await provider.reset();
      const stream = await client.chat.completions.create(ask('stamped', 'go', { stream: true }));
      for await (const chunk of stream) if (chunk.choices[0]?.delta?.content) break;
      await eventually(async () => assert.equal((await lastAsked()).outcome, 'client_left'));
    });
  });
}
