// OpenAI's Responses API through the official SDK.
import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment, strong } from './models.mjs';

const behaviours = ['tools', 'echo', 'reasoning', 'length', 'stamped', 'never', '400', '401', '429', '500', 'context-length', 'garbage', 'error-first-event',
  'drop-after', 'cut', 'eof', 'malformed', 'stall', 'error-mid-stream', 'utf8', 'utf8-split', 'bytewise', 'crlf', 'no-usage'];
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

const ask = (model, input = 'What is 2+2?', more = {}) => ({ model, input, ...more });
const lastSent = async () => JSON.parse((await provider.requests()).requests.at(-1).body);
const tools = [{ type: 'function', name: 'get_weather', description: 'Weather', strict: false, parameters: { type: 'object', properties: { city: { type: 'string' } } } }];
const picture = 'data:image/png;base64,iVBORw0KGgo=';

async function read(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return { events, text: events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : '')).join('') };
}

for (const model of ['auto', 'auto:cheap', 'auto:best', cheap, strong]) {
  test(`${model} answers, whole and streamed`, async () => {
    const { data, response } = await client.responses.create(ask(model)).withResponse();
    assert.equal(data.object, 'response');
    assert.equal(data.status, 'completed');
    assert.equal(data.output_text, '2 + 2 is 4.');
    assert.match(data.id, /^resp_/);
    assert.ok(data.usage.total_tokens > 0);
    assert.equal(data._request_id, response.headers.get('x-request-id'));
    assert.equal((await read(await client.responses.create(ask(model, 'What is 2+2?', { stream: true })))).text, '2 + 2 is 4.');
  });
}

test('a stream tells its events in order and by number', async () => {
  const { events } = await read(await client.responses.create(ask(cheap, 'What is 2+2?', { stream: true })));
  const order = events.map((event) => event.type).filter((type, nth, all) => type !== all[nth - 1]);
  assert.deepEqual(order, ['response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added', 'response.output_text.delta',
    'response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed']);
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, nth) => nth));
  const whole = events.at(-1).response;
  assert.equal(whole.output[0].content[0].text, '2 + 2 is 4.');
  assert.deepEqual(whole.output[0], events.at(-2).item);
  assert.ok(whole.usage.output_tokens > 0);
});

test('the helper that collects a stream has the whole response', async () => {
  const response = await client.responses.stream(ask('auto')).finalResponse();
  assert.equal(response.output[0].content[0].text, '2 + 2 is 4.');
  assert.equal(response.status, 'completed');
});

for (const stream of [false, true]) {
  test(`a round trip with tools, ${stream ? 'streamed' : 'whole'}`, async () => {
    const turn = ask('fake/fake-tools', [{ role: 'user', content: 'Weather in Paris?' }], { tools, tool_choice: 'auto', parallel_tool_calls: true });
    const response = stream ? await client.responses.stream(turn).finalResponse() : await client.responses.create(turn);
    const calls = response.output.filter((item) => item.type === 'function_call');
    assert.deepEqual(calls.map((call) => call.name), ['get_weather', 'get_time']);
    assert.deepEqual(calls.map((call) => JSON.parse(call.arguments)), [{ city: 'Paris' }, { zone: 'Europe/Paris' }]);
    assert.deepEqual((await lastSent()).tools[0].function.name, 'get_weather');

    const outputs = calls.map((call, nth) => ({ type: 'function_call_output', call_id: call.call_id, output: `result ${nth}` }));
    const second = await client.responses.create(ask(cheap, [...turn.input, ...response.output, ...outputs], { tools }));
    assert.ok(second.output_text);
    const { messages } = await lastSent();
    assert.deepEqual(messages.map((message) => message.role), ['user', 'assistant', 'tool', 'tool']);
    assert.deepEqual(messages[1].tool_calls.map((call) => call.id), calls.map((call) => call.call_id));
    assert.equal(messages[3].content, 'result 1');
  });
}

test('instructions, images and a format go in', async () => {
  const schema = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false };
  await client.responses.create(ask('fake/fake-echo', [{ role: 'user', content: [{ type: 'input_text', text: '{"a":1}' }, { type: 'input_image', image_url: picture, detail: 'auto' }] }],
    { instructions: 'Be brief.', max_output_tokens: 50, temperature: 0.5, text: { format: { type: 'json_schema', name: 'a', schema, strict: true } } }));
  const sent = await lastSent();
  assert.equal(sent.messages[0].content, 'Be brief.');
  assert.equal(sent.messages[1].content[1].image_url.url, picture);
  assert.equal(sent.max_completion_tokens, 50);
  assert.equal(sent.temperature, 0.5);
  assert.deepEqual(sent.response_format, { type: 'json_schema', json_schema: { name: 'a', schema, strict: true } });
});

test('what was asked is repeated, and store is never claimed', async () => {
  const response = await client.responses.create(ask(cheap, 'Hi', { store: true, metadata: { k: 'v' }, instructions: 'Be brief.' }));
  assert.equal(response.store, false);
  assert.deepEqual(response.metadata, { k: 'v' });
  assert.equal(response.instructions, 'Be brief.');
});

test('an answer that is cut off is incomplete', async () => {
  const whole = await client.responses.create(ask('fake/fake-length', 'go'));
  assert.equal(whole.status, 'incomplete');
  assert.deepEqual(whole.incomplete_details, { reason: 'max_output_tokens' });
  const { events } = await read(await client.responses.create(ask('fake/fake-length', 'go', { stream: true })));
  assert.equal(events.at(-1).type, 'response.incomplete');
});

for (const [param, more] of [['previous_response_id', { previous_response_id: 'resp_1' }], ['conversation', { conversation: 'conv_1' }], ['background', { background: true }],
  ['tools[0].type', { tools: [{ type: 'web_search_preview' }] }]]) {
  test(`${param} is refused by name, and nothing is sent`, async () => {
    await provider.reset();
    await assert.rejects(client.responses.create(ask('auto', 'Hi', more)), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.code, 'invalid_value');
      assert.equal(error.param, param);
      return true;
    });
    assert.equal((await provider.requests()).count, 0);
  });
}

for (const [behaviour, status, code] of [['400', 400, 'provider_rejected'], ['401', 502, 'upstream_auth'], ['429', 429, 'rate_limit_exceeded'], ['500', 502, 'provider_overloaded'],
  ['never', 504, 'provider_timeout'], ['context-length', 400, 'context_length_exceeded'], ['garbage', 502, 'provider_protocol'], ['error-first-event', 502, null]]) {
  for (const stream of [false, true]) {
    test(`${behaviour} ${stream ? 'streamed' : 'whole'} is a ${status}`, async () => {
      await assert.rejects(async () => read(await client.responses.create(ask(`fake/fake-${behaviour}`, `go ${stream}`, { stream }))), (error) => {
        assert.equal(error.status, status, `${error.status}: ${error.message}`);
        if (code) assert.equal(error.code, code);
        assert.ok(!JSON.stringify(error.error).includes('sk-secret'), 'a provider\'s words stay inside');
        return true;
      });
    });
  }
}

test('an unknown model is not found', () => assert.rejects(client.responses.create(ask('no/such-model')), OpenAI.NotFoundError));

for (const behaviour of ['drop-after', 'cut', 'eof', 'malformed', 'stall', 'error-mid-stream']) {
  test(`${behaviour}: a broken stream raises and is never a silent end`, async () => {
    const events = [];
    await assert.rejects(async () => {
      for await (const event of await client.responses.create(ask(`fake/fake-${behaviour}`, 'go', { stream: true }))) events.push(event);
    }, OpenAI.APIError);
    assert.equal(events.at(-1).type, 'response.failed');
    assert.equal(events.at(-1).response.status, 'failed');
    assert.ok(events.some((event) => event.type === 'response.output_text.delta'), 'what arrived before was passed on');
  });
}

for (const behaviour of ['utf8', 'utf8-split', 'bytewise', 'crlf', 'no-usage', 'reasoning']) {
  test(`${behaviour}: an odd but proper stream is read as it is meant`, async () => {
    const { events, text } = await read(await client.responses.create(ask(`fake/fake-${behaviour}`, 'go', { stream: true })));
    assert.ok(text.length > 0);
    assert.ok(!text.includes('\ufffd'));
    assert.equal(events.at(-1).response.output[0].content[0].text, text);
    assert.ok(events.at(-1).response.usage.total_tokens > 0);
  });
}

test('an abort reaches the provider', async () => {
  await provider.reset();
  const stream = await client.responses.create(ask('fake/fake-stamped', 'go', { stream: true }));
  for await (const event of stream) if (event.type === 'response.output_text.delta') break;
  await eventually(async () => assert.equal((await provider.requests()).requests.at(-1).outcome, 'client_left'));
});
