// OpenAI's SDK where a proxy most easily goes wrong: the whole round of tools, retries, several choices, shapes, many at once.
import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, countingFetch, fake, picture, question, sentBodies, servers } from './conformance.mjs';

const context = servers();

const client = ({ fetch, maxRetries = 0 } = {}) => new OpenAI({ baseURL: context.server.url + '/v1', apiKey: 'any', maxRetries, timeout: 20_000, fetch });
const ask = (model, content = question, more = {}) => ({ model, messages: [{ role: 'user', content }], ...more });

test('runTools asks, calls, and sends the results back', async () => {
  await context.provider.reset();
  const tool = (name, key) => ({
    type: 'function',
    function: { name, parse: JSON.parse, parameters: { type: 'object', properties: { [key]: { type: 'string' } } }, function: (given) => `${name} of ${given[key]}` },
  });
  const runner = client().chat.completions.runTools(ask(fake('tools'), 'Weather in Paris?', { stream: true, tools: [tool('get_weather', 'city'), tool('get_time', 'zone')] }), { maxChatCompletions: 2 });
  const results = [];
  runner.on('functionToolCallResult', (result) => results.push(result));
  await runner.done();
  assert.deepEqual(results.slice(0, 2), ['get_weather of Paris', 'get_time of Europe/Paris']);
  const second = (await sentBodies(context.provider))[1];
  assert.deepEqual(second.messages.map((message) => message.role), ['user', 'assistant', 'tool', 'tool']);
  assert.deepEqual(second.messages.slice(2).map((message) => message.content), results.slice(0, 2));
});

test('a tool call whose fragments have no proper index is put together', async () => {
  const stream = client().chat.completions.stream(ask(fake('tools-bad-index')));
  const [choice] = (await stream.finalChatCompletion()).choices;
  assert.deepEqual(choice.message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]), [['get_weather', { city: 'Paris' }]]);
  assert.equal(choice.finish_reason, 'tool_calls');
});

test('a tool_call may have no content beside it', async () => {
  await context.provider.reset();
  const call = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } };
  for (const beside of [{ content: null }, {}]) {
    const messages = [{ role: 'user', content: question }, { role: 'assistant', tool_calls: [call], ...beside }, { role: 'tool', tool_call_id: 'call_1', content: 'sunny' }];
    assert.equal((await client().chat.completions.create({ model: fake('normal'), messages })).object, 'chat.completion');
    assert.deepEqual((await sentBodies(context.provider)).at(-1).messages, messages);
  }
});

test('the roles developer and system, and a name, reach the provider', async () => {
  await context.provider.reset();
  const messages = [{ role: 'developer', content: 'Be brief.' }, { role: 'system', content: 'Be kind.' }, { role: 'user', name: 'ann', content: question }];
  await client().chat.completions.create({ model: fake('normal'), messages });
  assert.deepEqual((await sentBodies(context.provider))[0].messages, messages);
});

test('an image reaches the provider', async () => {
  await context.provider.reset();
  const content = [{ type: 'text', text: question }, { type: 'image_url', image_url: { url: 'data:image/png;base64,' + picture, detail: 'low' } }];
  await client().chat.completions.create(ask(fake('normal'), content));
  assert.deepEqual((await sentBodies(context.provider))[0].messages[0].content, content);
});

test('every setting reaches the provider as it was given', async () => {
  await context.provider.reset();
  const settings = {
    temperature: 0.5, top_p: 0.9, n: 2, stop: ['END'], max_completion_tokens: 50, presence_penalty: -1, frequency_penalty: 1, logit_bias: { 50256: -100 }, logprobs: true,
    top_logprobs: 3, seed: 7, user: 'u', metadata: { a: 'b' }, store: false, service_tier: 'auto', reasoning_effort: 'low', verbosity: 'low', parallel_tool_calls: false,
    prompt_cache_key: 'k', safety_identifier: 's', response_format: { type: 'json_object' }, next_years_setting: { deep: [1, null, 'x'] },
  };
  await client().chat.completions.create(ask(fake('normal'), 'JSON: {"a":1}', settings));
  const [{ model, messages, ...sent }] = await sentBodies(context.provider);
  assert.equal(model, 'fake-normal');
  assert.equal(messages.length, 1);
  assert.deepEqual(sent, settings);
});

test('null stands for every setting that is not given', async () => {
  const none = Object.fromEntries(['temperature', 'top_p', 'n', 'stop', 'max_tokens', 'tools', 'tool_choice', 'response_format', 'stream', 'stream_options', 'seed'].map((name) => [name, null]));
  assert.equal((await client().chat.completions.create(ask(fake('normal'), question, none))).choices[0].message.content, answer);
});

test('parse() reads an answer in its shape', async () => {
  const schema = { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'], additionalProperties: false };
  const format = { type: 'json_schema', json_schema: { name: 'sum', strict: true, schema } };
  const { choices } = await client().chat.completions.create(ask(fake('echo'), '{"sum":4}', { response_format: format }));
  assert.deepEqual(JSON.parse(choices[0].message.content), { sum: 4 });
});

for (const [behaviour, reason] of [['length', 'length'], ['content-filter', 'content_filter'], ['tools', 'tool_calls']]) {
  test(`${behaviour}: the reason to finish comes through, whole and streamed`, async () => {
    assert.equal((await client().chat.completions.create(ask(fake(behaviour)))).choices[0].finish_reason, reason);
    const reasons = [];
    for await (const chunk of await client().chat.completions.create(ask(fake(behaviour), question, { stream: true }))) reasons.push(chunk.choices[0].finish_reason);
    assert.deepEqual(reasons.filter((given) => given !== null), [reason]);
    assert.ok(!reasons.includes(undefined), 'the member is there in every chunk');
  });
}

for (const behaviour of ['normal', 'usage-everywhere', 'no-usage', 'no-done', 'crlf']) {
  test(`${behaviour}: usage comes once and last when it is asked for, and never else`, async () => {
    for (const include_usage of [true, false]) {
      const chunks = [];
      for await (const chunk of await client().chat.completions.create(ask(fake(behaviour), question, { stream: true, stream_options: { include_usage } }))) chunks.push(chunk);
      const told = chunks.filter((chunk) => 'usage' in chunk);
      assert.equal(told.length, include_usage ? 1 : 0);
      if (!include_usage) continue;
      assert.equal(told[0], chunks.at(-1));
      assert.deepEqual(told[0].choices, []);
      assert.equal(told[0].usage.total_tokens, told[0].usage.prompt_tokens + told[0].usage.completion_tokens);
    }
  });
}

// [behaviour, how often a client with two retries asks]
for (const [behaviour, calls] of [['429', 3], ['400', 1], ['context-length', 1], ['401', 1]]) {
  test(`${behaviour}: a client with two retries asks ${calls} times`, async () => {
    const fetch = countingFetch();
    await assert.rejects(client({ fetch, maxRetries: 2 }).chat.completions.create(ask(fake(behaviour))), OpenAI.APIError);
    assert.equal(fetch.calls, calls);
  });
}

test('a reader who stops leaves nothing running', async () => {
  await context.provider.reset();
  for await (const chunk of await client().chat.completions.create(ask(fake('stamped'), 'go', { stream: true }))) if (chunk.choices[0]?.delta?.content) break;
  for (let tries = 0; (await context.provider.requests()).requests[0].outcome === 'running'; ++tries) assert.ok(tries < 500);
  assert.equal((await context.provider.requests()).requests[0].outcome, 'client_left');
});

test('the error of a client has all four members, and no word of the provider', async () => {
  for (const model of [fake('400'), fake('401'), 'no/such-model']) {
    await assert.rejects(client().chat.completions.create(ask(model)), ({ error, requestID }) => {
      assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
      assert.match(requestID, /\S/);
      assert.doesNotMatch(JSON.stringify(error), /sk-/);
      return true;
    });
  }
});

test('twenty streams at a time keep to themselves', async () => {
  const prompts = Array.from({ length: 20 }, (_, nth) => `Repeat number ${nth} to me`);
  const texts = await Promise.all(prompts.map(async (prompt) => {
    let text = '';
    for await (const chunk of await client().chat.completions.create(ask(fake('echo'), prompt, { stream: true }))) text += chunk.choices[0]?.delta?.content ?? '';
    return text;
  }));
  assert.deepEqual(texts, prompts);
});
