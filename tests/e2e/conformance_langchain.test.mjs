// LangChain's ChatOpenAI against the real binary.
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { answer, countingFetch, fake, picture, question, sentBodies, servers } from './conformance.mjs';
import { eventually } from './harness.mjs';

const context = servers();

const chat = (model, { fetch, ...more } = {}) =>
  new ChatOpenAI({ model, apiKey: 'any', maxRetries: 0, useResponsesApi: false, configuration: { baseURL: context.server.url + '/v1', fetch }, ...more });

async function read(model, input = question) {
  let whole;
  let text = '';
  for await (const chunk of await chat(model, { streamUsage: true }).stream(input)) {
    text += chunk.content;
    whole = whole ? whole.concat(chunk) : chunk;
  }
  return { text, whole };
}

for (const model of ['auto', 'auto:cheap', 'auto:best', fake('normal')]) {
  test(`${model} answers, whole and streamed`, async () => {
    const whole = await chat(model).invoke(question);
    assert.equal(whole.content, answer);
    assert.equal(whole.response_metadata.finish_reason, 'stop');
    assert.ok(whole.usage_metadata.input_tokens > 0 && whole.usage_metadata.output_tokens > 0);
    const streamed = await read(model);
    assert.equal(streamed.text, answer);
    assert.ok(streamed.whole.usage_metadata.output_tokens > 0);
    assert.equal(streamed.whole.response_metadata.finish_reason, 'stop');
  });
}

const weather = tool(({ city }) => `sunny in ${city}`, { name: 'get_weather', description: 'Weather of a city', schema: z.object({ city: z.string() }) });
const time = tool(({ zone }) => `noon in ${zone}`, { name: 'get_time', description: 'Time of a zone', schema: z.object({ zone: z.string() }) });

for (const streamed of [false, true]) {
  test(`tools are called and their results sent, ${streamed ? 'streamed' : 'whole'}`, async () => {
    await context.provider.reset();
    const model = chat(fake('tools')).bindTools([weather, time]);
    const asked = [new SystemMessage('Be brief.'), new HumanMessage('Weather in Paris?')];
    let message;
    if (streamed) {
      for await (const chunk of await model.stream(asked)) message = message ? message.concat(chunk) : chunk;
    } else {
      message = await model.invoke(asked);
    }
    assert.deepEqual(message.tool_calls.map((call) => [call.name, call.args]), [['get_weather', { city: 'Paris' }], ['get_time', { zone: 'Europe/Paris' }]]);
    const results = await Promise.all(message.tool_calls.map(async (call) => (call.name === 'get_weather' ? weather : time).invoke(call)));
    assert.ok(results.every((result) => result instanceof ToolMessage));
    await model.invoke([...asked, new AIMessage({ content: '', tool_calls: message.tool_calls }), ...results]);
    const second = (await sentBodies(context.provider))[1];
    assert.deepEqual(second.messages.map((each) => each.role), ['system', 'user', 'assistant', 'tool', 'tool']);
    assert.deepEqual(second.messages.slice(3).map((each) => each.content), ['sunny in Paris', 'noon in Europe/Paris']);
  });
}

test('an image reaches the provider', async () => {
  await context.provider.reset();
  const url = 'data:image/png;base64,' + picture;
  await chat(fake('normal')).invoke([new HumanMessage({ content: [{ type: 'text', text: question }, { type: 'image_url', image_url: { url } }] })]);
  assert.equal((await sentBodies(context.provider))[0].messages[0].content[1].image_url.url, url);
});

test('an answer in a given shape is read', async () => {
  const shaped = chat(fake('echo')).withStructuredOutput(z.object({ sum: z.number() }), { name: 'sum', method: 'jsonSchema' });
  assert.deepEqual(await shaped.invoke('{"sum":4}'), { sum: 4 });
});

for (const [behaviour, status] of [['400', 400], ['401', 502], ['429', 429], ['500', 502], ['context-length', 400]]) {
  test(`${behaviour} is an error of status ${status}, whole and streamed`, async () => {
    const failed = (error) => {
      assert.equal(error.status, status);
      return true;
    };
    await assert.rejects(chat(fake(behaviour)).invoke(question), failed);
    await assert.rejects(read(fake(behaviour)), failed);
  });
}

test('an unknown model is a 404 that is not tried again', async () => {
  const fetch = countingFetch();
  await assert.rejects(chat('no/such-model', { fetch, maxRetries: 3 }).invoke(question), (error) => error.status === 404);
  assert.equal(fetch.calls, 1);
});

for (const behaviour of ['drop-after', 'cut', 'eof', 'error-mid-stream']) {
  test(`${behaviour}: a broken stream raises and is never a silent end`, async () => {
    let text = '';
    await assert.rejects(async () => {
      for await (const chunk of await chat(fake(behaviour)).stream('go')) text += chunk.content;
    });
    assert.ok(text.length > 0);
  });
}

for (const behaviour of ['utf8', 'utf8-split', 'bytewise', 'crlf', 'done-inside', 'no-done', 'usage-everywhere', 'no-usage', 'reasoning']) {
  test(`${behaviour}: an odd but proper stream is read as it is meant`, async () => {
    const { text, whole } = await read(fake(behaviour));
    assert.ok(text.length > 0 && !text.includes('\ufffd'));
    assert.equal(whole.response_metadata.finish_reason, 'stop');
  });
}

test('an abort reaches the provider', async () => {
  await context.provider.reset();
  const controller = new AbortController();
  await assert.rejects(async () => {
    for await (const chunk of await chat(fake('stamped')).stream('go', { signal: controller.signal })) if (chunk.content) controller.abort();
  });
  await eventually(async () => assert.equal((await context.provider.requests()).requests[0].outcome, 'client_left'));
});

test('twenty streams at a time keep to themselves', async () => {
  const prompts = Array.from({ length: 20 }, (_, nth) => `Repeat number ${nth} to me`);
  const answers = await Promise.all(prompts.map((prompt) => read(fake('echo'), prompt)));
  assert.deepEqual(answers.map(({ text }) => text), prompts);
});
