// Vercel's AI SDK against the real binary: by its generic provider, by OpenAI's in both of its modes and by Anthropic's.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateObject, generateText, stepCountIs, streamText, tool } from 'ai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { answer, countingFetch, fake, picture, question, sentBodies, servers } from './conformance.mjs';
import { eventually } from './harness.mjs';

const context = servers();
const leftAlone = 503; // a model that failed too often is not called for a while

const providers = {
  'openai-compatible': (fetch) => createOpenAICompatible({ name: 'box', baseURL: context.server.url + '/v1', apiKey: 'any', includeUsage: true, fetch }),
  'openai chat': (fetch) => {
    const provider = createOpenAI({ baseURL: context.server.url + '/v1', apiKey: 'any', fetch });
    return (model) => provider.chat(model);
  },
  'openai responses': (fetch) => createOpenAI({ baseURL: context.server.url + '/v1', apiKey: 'any', fetch }),
  anthropic: (fetch) => createAnthropic({ baseURL: context.server.url + '/v1', apiKey: 'any', fetch }),
};
// Settings that the other APIs have no word for: these providers leave them out, with a warning.
const unknownTo = { 'openai responses': ['seed', 'stop'], anthropic: ['seed', 'top_p'] }; // one of temperature and top_p

const weather = tool({ description: 'Weather of a city', inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => `sunny in ${city}` });
const time = tool({ description: 'Time of a zone', inputSchema: z.object({ zone: z.string() }), execute: async ({ zone }) => `noon in ${zone}` });

async function read(model, prompt = question, more = {}) {
  const errors = [];
  const result = streamText({ model, prompt, maxRetries: 0, onError: ({ error }) => errors.push(error), ...more });
  let text = '';
  let finish = null;
  for await (const part of result.fullStream) {
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'finish') finish = part;
  }
  return { text, finish, errors };
}

for (const [provider, create] of Object.entries(providers)) {
  describe(provider, () => {
    for (const model of ['auto', 'auto:cheap', 'auto:best', fake('normal')]) {
      test(`${model} answers, whole and streamed`, async () => {
        const whole = await generateText({ model: create()(model), prompt: question, maxRetries: 0 });
        assert.equal(whole.text, answer);
        assert.equal(whole.finishReason, 'stop');
        assert.ok(whole.usage.inputTokens > 0 && whole.usage.outputTokens > 0);
        const { text, finish, errors } = await read(create()(model));
        assert.equal(text, answer);
        assert.equal(finish.finishReason, 'stop');
        assert.ok(finish.totalUsage.inputTokens > 0 && finish.totalUsage.outputTokens > 0, 'usage was asked for');
        assert.deepEqual(errors, []);
      });
    }

    for (const streamed of [false, true]) {
      test(`tools are called and their results sent, ${streamed ? 'streamed' : 'whole'}`, async () => {
        await context.provider.reset();
        const request = { model: create()(fake('tools')), prompt: 'Weather in Paris?', tools: { get_weather: weather, get_time: time }, stopWhen: stepCountIs(2), maxRetries: 0 };
        let steps;
        if (streamed) {
          const result = streamText(request);
          await result.consumeStream();
          steps = await result.steps;
        } else {
          steps = (await generateText(request)).steps;
        }
        assert.deepEqual(steps[0].toolCalls.map((call) => [call.toolName, call.input]), [['get_weather', { city: 'Paris' }], ['get_time', { zone: 'Europe/Paris' }]]);
        assert.deepEqual(steps[0].toolResults.map((result) => result.output), ['sunny in Paris', 'noon in Europe/Paris']);
        const [first, second] = await sentBodies(context.provider);
        assert.deepEqual(first.tools.map((each) => each.function.name), ['get_weather', 'get_time']);
        const call = second.messages.find((message) => message.role === 'assistant');
        assert.equal(call.tool_calls.length, 2);
        assert.deepEqual(second.messages.filter((message) => message.role === 'tool').map((message) => message.content), ['sunny in Paris', 'noon in Europe/Paris']);
      });
    }

    test('an image reaches the provider', async () => {
      await context.provider.reset();
      const content = [{ type: 'text', text: question }, { type: 'image', image: Buffer.from(picture, 'base64'), mediaType: 'image/png' }];
      await generateText({ model: create()(fake('normal')), messages: [{ role: 'user', content }], maxRetries: 0 });
      const [{ messages }] = await sentBodies(context.provider);
      assert.equal(messages[0].content[1].image_url.url, 'data:image/png;base64,' + picture);
    });

    test('a system text and settings reach the provider', async () => {
      await context.provider.reset();
      await generateText({ model: create()(fake('normal')), system: 'Be brief.', prompt: question, temperature: 0.5, topP: 0.9, seed: 7, stopSequences: ['END'], maxOutputTokens: 50, maxRetries: 0 });
      const [body] = await sentBodies(context.provider);
      assert.deepEqual(body.messages[0], { role: 'system', content: 'Be brief.' });
      const wanted = { temperature: 0.5, top_p: 0.9, seed: 7, stop: ['END'] };
      for (const name of unknownTo[provider] ?? []) delete wanted[name];
      for (const [name, value] of Object.entries(wanted)) assert.deepEqual(body[name], value, name);
      assert.equal(body.max_tokens ?? body.max_completion_tokens, 50);
    });

    test('an object is asked for and read', async () => {
      const prompt = '{"sum":4}';
      const { object } = await generateObject({ model: create()(fake('echo')), schema: z.object({ sum: z.number() }), prompt, maxRetries: 0 });
      assert.deepEqual(object, { sum: 4 });
    });

    for (const [behaviour, ...statuses] of [['400', 400], ['401', 502, leftAlone], ['429', 429], ['500', 502, leftAlone], ['context-length', 400]]) {
      test(`${behaviour} is an APICallError of status ${statuses[0]}, whole and streamed`, async () => {
        const failed = (error) => {
          assert.ok(APICallError.isInstance(error), String(error));
          assert.ok(statuses.includes(error.statusCode), String(error.statusCode));
          assert.equal(error.isRetryable, error.statusCode === 429 || error.statusCode >= 500);
          return true;
        };
        await assert.rejects(generateText({ model: create()(fake(behaviour)), prompt: question, maxRetries: 0 }), failed);
        const { errors, text } = await read(create()(fake(behaviour)));
        assert.equal(text, '');
        assert.ok(failed(errors[0]));
      });
    }

    test('an unknown model is a 404 that is not tried again', async () => {
      const fetch = countingFetch();
      await assert.rejects(generateText({ model: create(fetch)('no/such-model'), prompt: question, maxRetries: 2 }), (error) => error.statusCode === 404);
      assert.equal(fetch.calls, 1);
    });

    for (const behaviour of ['drop-after', 'cut', 'eof', 'error-mid-stream']) {
      test(`${behaviour}: a broken stream is an error, never a silent end`, async () => {
        const { text, errors, finish } = await read(create()(fake(behaviour)), 'go');
        assert.ok(text.length > 0);
        assert.ok(errors.length > 0 || finish?.finishReason === 'error', JSON.stringify(finish));
      });
    }

    for (const behaviour of ['utf8', 'utf8-split', 'bytewise', 'crlf', 'done-inside', 'no-done', 'usage-everywhere', 'reasoning']) {
      test(`${behaviour}: an odd but proper stream is read as it is meant`, async () => {
        const { text, errors, finish } = await read(create()(fake(behaviour)));
        assert.ok(text.length > 0 && !text.includes('\ufffd'));
        assert.deepEqual(errors, []);
        assert.equal(finish.finishReason, 'stop');
      });
    }

    for (const [behaviour, reason] of [['length', 'length'], ['content-filter', 'content-filter']]) {
      test(`${behaviour} is told as the reason to finish`, async () => {
        assert.equal((await generateText({ model: create()(fake(behaviour)), prompt: question, maxRetries: 0 })).finishReason, reason);
        assert.equal((await read(create()(fake(behaviour)))).finish.finishReason, reason);
      });
    }

    test('an abort reaches the provider', async () => {
      await context.provider.reset();
      const controller = new AbortController();
      const result = streamText({ model: create()(fake('stamped')), prompt: 'go', abortSignal: controller.signal, maxRetries: 0, onError: () => {} });
      for await (const part of result.fullStream) {
        if (part.type === 'text-delta') controller.abort();
        if (part.type === 'abort') break;
      }
      await eventually(async () => assert.equal((await context.provider.requests()).requests[0].outcome, 'client_left'));
    });

    test('twenty streams at a time keep to themselves', async () => {
      const prompts = Array.from({ length: 20 }, (_, nth) => `Repeat number ${nth} to me`);
      const answers = await Promise.all(prompts.map((prompt) => read(create()(fake('echo')), prompt)));
      assert.deepEqual(answers.map(({ text }) => text), prompts);
    });
  });
}
