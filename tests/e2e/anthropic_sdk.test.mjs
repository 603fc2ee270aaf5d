// Anthropic's official SDK, unmodified but for its base URL, served by models of OpenAI's and of Anthropic's API.
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, patience, startFakeProvider, startSignalbox } from './harness.mjs';

const behaviours = ['normal', 'tools', 'reasoning', 'length', 'utf8', 'utf8-split', 'bytewise', 'crlf', 'done-inside', 'slow-tokens', 'stamped', 'never', '400', '401',
  '429', '500', '503', 'context-length', 'garbage', 'error-first-event', 'drop-after', 'cut', 'eof', 'malformed', 'stall', 'error-mid-stream'];

const config = (type, provider) => `server:
  port: 0
chain:
  judge: none
  timeouts: { connect: 500ms, first_token: 700ms, gap: 700ms, total: 10s }
  retry_budget: { per_second: 1000 }
providers:
  - name: other
    type: ${type}
    base_url: ${provider.url}${type === 'openai' ? '/v1' : ''}
    api_key: \${FAKE_KEY}
models:
${behaviours.map((name) => `  - { id: other/${name}, provider: other, name: fake-${name}, aliases: [claude-${name}], price: { input: 1, output: 4 }, quality: 0.5, vision: true, tools: true, json_mode: true }\n`).join('')}`;

const tools = [{
  name: 'get_weather', description: 'Weather of a city', input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}];
const picture = 'iVBORw0KGgo=';

async function read(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  const text = events.map((event) => (event.delta?.type === 'text_delta' ? event.delta.text : '')).join('');
  return { events, text };
}

// What each API was asked, in words that are the same for both.
const asked = {
  openai: {
    path: '/v1/chat/completions',
    system: (sent) => sent.messages[0].content,
    image: (sent) => sent.messages.at(-1).content[1].image_url.url,
    call: (sent) => JSON.parse(sent.messages[1].tool_calls[0].function.arguments),
    result: (sent) => sent.messages[2].content,
    stop: (sent) => sent.stop,
  },
  anthropic: {
    path: '/v1/messages',
    system: (sent) => sent.system,
    image: (sent) => 'data:image/png;base64,' + sent.messages.at(-1).content[1].source.data,
    call: (sent) => sent.messages[1].content[0].input,
    result: (sent) => sent.messages[2].content[0].content,
    stop: (sent) => sent.stop_sequences,
  },
};

for (const [type, api] of Object.entries(asked)) {
  describe(type, () => {
    let provider, server, client;
    before(async () => {
      provider = await startFakeProvider();
      server = await startSignalbox({ config: config(type, provider), env: { FAKE_KEY: 'test-key' } });
      client = new Anthropic({ baseURL: server.url, apiKey: 'any', maxRetries: 0, timeout: 20_000 });
    });
    after(async () => {
      await server?.stop();
      await provider?.stop();
    });
    const ask = (behaviour, content = 'What is 2+2?', more = {}) => ({ model: `other/${behaviour}`, max_tokens: 200, messages: [{ role: 'user', content }], ...more });
    const lastSent = async () => JSON.parse((await provider.requests()).requests.at(-1).body);

    for (const model of ['auto', 'auto:cheap', 'auto:best', 'other/normal', 'claude-normal']) {
      test(`${model} answers, whole and streamed`, async () => {
        const { data, response } = await client.messages.create({ ...ask('x'), model }).withResponse();
        assert.equal(data.type, 'message');
        assert.equal(data.role, 'assistant');
        assert.match(data.id, /^msg_/);
        assert.ok(data.content[0].text.length > 0);
        assert.ok(['end_turn', 'max_tokens', 'tool_use', 'refusal'].includes(data.stop_reason));
        assert.match(response.headers.get('x-signalbox-route'), model.startsWith('auto') ? /^(fresh|cache)$/ : /^direct$/);
        assert.equal(data._request_id, response.headers.get('request-id'));
        const { events } = await read(await client.messages.create({ ...ask('x'), model, stream: true }));
        assert.equal(events[0].type, 'message_start');
        assert.equal(events.at(-1).type, 'message_stop');
      });
    }

    test('a whole answer with its usage', async () => {
      const message = await client.messages.create(ask('normal'));
      assert.deepEqual(message.content, [{ type: 'text', text: '2 + 2 is 4.' }]);
      assert.equal(message.stop_reason, 'end_turn');
      assert.equal(message.stop_sequence, null);
      assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
      assert.equal((await provider.requests()).requests.at(-1).path, api.path);
    });

    test('a stream tells its events in order', async () => {
      const { events, text } = await read(await client.messages.create(ask('normal', 'What is 2+2?', { stream: true })));
      assert.equal(text, '2 + 2 is 4.');
      const order = events.map((event) => event.type).filter((type, nth, all) => type !== all[nth - 1]);
      assert.deepEqual(order, ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']);
      assert.deepEqual(events[0].message.content, []);
      assert.equal(events[0].message.stop_reason, null);
      assert.ok(events[0].message.usage.input_tokens > 0);
      assert.equal(events.at(-2).delta.stop_reason, 'end_turn');
      assert.ok(events.at(-2).usage.output_tokens > 0);
    });

    test('the helper that collects a stream has the whole message', async () => {
      const stream = client.messages.stream(ask('normal'));
      assert.equal(await stream.finalText(), '2 + 2 is 4.');
      const message = await stream.finalMessage();
      assert.equal(message.stop_reason, 'end_turn');
      assert.ok(message.usage.output_tokens > 0);
    });

    for (const streamed of [false, true]) {
      test(`a round trip with tools, ${streamed ? 'streamed' : 'whole'}`, async () => {
        const turn = ask('tools', 'Weather in Paris?', { tools, tool_choice: { type: 'auto' } });
        const message = streamed ? await client.messages.stream(turn).finalMessage() : await client.messages.create(turn);
        const calls = message.content.filter((block) => block.type === 'tool_use');
        assert.equal(message.stop_reason, 'tool_use');
        assert.deepEqual(calls.map((call) => call.name), ['get_weather', 'get_time']);
        assert.deepEqual(calls.map((call) => call.input), [{ city: 'Paris' }, { zone: 'Europe/Paris' }]);
        assert.equal(new Set(calls.map((call) => call.id)).size, 2);

        const results = calls.map((call, nth) => ({ type: 'tool_result', tool_use_id: call.id, content: `result ${nth}` }));
        const second = await client.messages.create({ model: 'other/normal', max_tokens: 200, tools,
          messages: [...turn.messages, { role: 'assistant', content: calls }, { role: 'user', content: results }] });
        assert.ok(second.content[0].text);
        const sent = await lastSent();
        assert.deepEqual(api.call(sent), { city: 'Paris' });
        assert.equal(api.result(sent), 'result 0');
      });
    }

    test('system, image and stop sequences go in', async () => {
      const content = [{ type: 'text', text: 'What is it?' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } }];
      await client.messages.create(ask('normal', content, { system: 'Be brief.', stop_sequences: ['END'] }));
      const sent = await lastSent();
      assert.equal(api.system(sent), 'Be brief.');
      assert.equal(api.image(sent), 'data:image/png;base64,' + picture);
      assert.deepEqual(api.stop(sent), ['END']);
      assert.equal(sent.model, 'fake-normal');
    });

    test('reasoning is a thinking block before the text', async () => {
      const message = await client.messages.stream(ask('reasoning', 'go')).finalMessage();
      assert.deepEqual(message.content.map((block) => block.type), ['thinking', 'text']);
      assert.match(message.content[0].thinking, /^Two and two make four/);
    });

    test('an answer that is cut off says max_tokens', async () => {
      assert.equal((await client.messages.create(ask('length', 'go'))).stop_reason, 'max_tokens');
    });

    test('tokens are counted without asking a model', async () => {
      await provider.reset();
      const plain = await client.messages.countTokens({ model: 'auto', messages: [{ role: 'user', content: 'What is 2+2?' }] });
      const more = await client.messages.countTokens({ model: 'claude-normal', tools, system: 'Be brief.', messages: [{ role: 'user', content: 'What is 2+2?' }] });
      assert.ok(plain.input_tokens > 0 && plain.input_tokens < 50, `${plain.input_tokens}`);
      assert.ok(more.input_tokens > plain.input_tokens);
      assert.equal((await provider.requests()).count, 0);
    });

    for (const [behaviour, status, errorType] of [['400', 400, 'invalid_request_error'], ['401', 502, 'api_error'], ['429', 429, 'rate_limit_error'], ['500', 502, 'api_error'],
      ['503', 502, 'api_error'], ['never', 504, 'timeout_error'], ['context-length', 400, 'invalid_request_error'], ['garbage', 502, 'api_error'], ['error-first-event', 502, 'api_error']]) {
      for (const stream of [false, true]) {
        test(`${behaviour} ${stream ? 'streamed' : 'whole'} is a ${status}`, async () => {
          await assert.rejects(async () => read(await client.messages.create(ask(behaviour, `go ${stream}`, { stream }))), (error) => {
            assert.ok(error instanceof Anthropic.APIError, String(error));
            assert.equal(error.status, status, `${error.status}: ${error.message}`);
            assert.equal(error.type, errorType);
            assert.equal(error.error.request_id, error.requestID);
            assert.ok(!JSON.stringify(error.error).includes('sk-secret'), 'a provider\'s words stay inside');
            if (behaviour === 'context-length') assert.match(error.message, /prompt is too long/);
            return true;
          });
        });
      }
    }

    test('the classes of errors are those of Anthropic\'s own API', async () => {
      const nobody = client.messages.create({ ...ask('x'), model: 'claude-nobody' });
      await assert.rejects(nobody, (error) => {
        assert.ok(error instanceof Anthropic.NotFoundError);
        assert.equal(error.type, 'not_found_error');
        assert.match(error.message, /GET \/v1\/models/);
        return true;
      });
      await assert.rejects(client.messages.create({ ...ask('normal'), max_tokens: undefined }), Anthropic.BadRequestError);
      await assert.rejects(client.messages.create(ask('normal', 'x', { top_k: 5 })), (error) => {
        assert.ok(error instanceof Anthropic.BadRequestError);
        assert.match(error.message, /top_k/);
        return true;
      });
      await assert.rejects(client.messages.create(ask('429', 'go')), Anthropic.RateLimitError);
      await assert.rejects(client.post('/v1/messages/batches', { body: {} }), Anthropic.NotFoundError);
    });

    for (const behaviour of ['drop-after', 'cut', 'eof', 'malformed', 'stall', 'error-mid-stream']) {
      test(`${behaviour}: a broken stream raises and is never a silent end`, async () => {
        let text = '';
        await assert.rejects(async () => {
          const stream = await client.messages.create(ask(behaviour, 'go', { stream: true }));
          for await (const event of stream) text += event.delta?.text ?? '';
        }, Anthropic.APIError);
        assert.ok(text.length > 0, 'what arrived before was passed on');
      });
    }

    for (const behaviour of ['utf8', 'utf8-split', 'bytewise', 'crlf', 'done-inside']) {
      test(`${behaviour}: an odd but proper stream is read as it is meant`, async () => {
        const { events, text } = await read(await client.messages.create(ask(behaviour, 'go', { stream: true })));
        assert.ok(text.length > 0);
        assert.ok(!text.includes('\ufffd'));
        assert.equal(events.filter((event) => event.type === 'message_delta').length, 1);
      });
    }

    test('models are listed, also one by one', async () => {
      const ids = [];
      for await (const model of client.models.list()) ids.push(model.id);
      for (const id of ['auto', 'auto:best', 'other/normal']) assert.ok(ids.includes(id), id);
      const model = await client.models.retrieve('other/normal');
      assert.deepEqual([model.type, model.id], ['model', 'other/normal']);
      await assert.rejects(client.models.retrieve('nothing'), Anthropic.NotFoundError);
    });

    test('an abort reaches the provider', async () => {
      await provider.reset();
      const stream = await client.messages.create(ask('stamped', 'go', { stream: true }));
      for await (const event of stream) if (event.delta?.text) break;
      await eventually(async () => assert.equal((await provider.requests()).requests.at(-1).outcome, 'client_left'));
    });

    test('an abort before the first token reaches the provider', async () => {
      await provider.reset();
      const controller = new AbortController();
      const answer = client.messages.create(ask('never', 'go', { stream: true }), { signal: controller.signal }).catch((error) => error);
      await eventually(async () => assert.equal((await provider.requests()).count, 1));
      controller.abort();
      assert.ok((await answer) instanceof Anthropic.APIUserAbortError);
      await eventually(async () => assert.equal((await provider.requests()).requests[0].outcome, 'client_left'));
    });

    test('older clients with a key field of their own and a beta query are served', async () => {
      const response = await fetch(server.url + '/v1/messages?beta=true', {
        method: 'POST', signal: AbortSignal.timeout(patience), body: JSON.stringify(ask('normal')),
        headers: { 'content-type': 'application/json', 'x-api-key': 'any', 'anthropic-version': '2023-06-01', 'anthropic-beta': 'a-2025-01-01,b-2025-01-01' } });
      assert.equal(response.status, 200);
      assert.equal((await response.json()).content[0].text, '2 + 2 is 4.');
    });
  });
}
