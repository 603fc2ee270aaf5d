// Hopeless answers are stopped while they stream. Each is asked for once, with a better model behind it;
// the table at the end says how many tokens that saved.
import { createParser } from 'eventsource-parser';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, patience, post, startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment, strong } from './models.mjs';
import { assertContract, find, last, orchestrate, screen } from './stream.mjs';

// Words like "form", "say" or "word" would mean that an answer may repeat itself, or be in any language.
const question = 'Explain why people have to wait in front of a desk, and what helps against it';
// Long, and yet nothing that asks for the strong model.
const longQuestion = `Please tell me in plain words what you think of this little note to our visitors, and whether it is friendly enough. Dear visitors,
 thank you for coming to our town hall. The desks are open every day from eight to four, and there is coffee in the corner next to the door. Please take
 a seat until somebody calls you, it will not be long. If you are here for the first time, the lady at the entrance is happy to help you, and she has
 all the papers that people need most. We wish you a pleasant day and hope to see you again soon.`;
const gap = '1'; // ms between tokens: slow enough to be stopped, quick enough to wait for

// [behaviour, what finds it out, the question, stopped]
const table = [
  ['refusal-long', 'refusal', question, true],
  ['loop', 'repetition', question, true],
  ['wrong-script', 'script', question, true],
  ['prose-json', 'json', question, true],
  ['echo-long', 'echo', longQuestion, true],
  ['long', null, question, false],
];

let provider, server;
before(async () => {
  provider = await startFakeProvider(['--gap-ms', gap]);
  const chain = '  breaker: {failures: 20, share: 1}\n';
  server = await startSignalbox({ config: fakeConfig(provider, table.map(([name]) => name), { chain }), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

const optionsFor = (behaviour) => ({ quality: 0, allowedModels: [`fake/fake-${behaviour}`, strong] });
// As the ledger estimates a text that was cut off.
const tokensOf = (text) => Math.floor(Buffer.byteLength(text) / 4) + 1;

// The whole answer, as the provider would have gone on.
async function wholeAnswer(behaviour, content) {
  const { json } = await post(provider.url + '/v1/chat/completions', { model: `fake-${behaviour}`, messages: [{ role: 'user', content }] });
  return json.choices[0].message.content;
}

// JSON is asked for in OpenAI's shape only; the result comes with the progress events.
async function chatForJson(behaviour, content) {
  const response = await fetch(server.url + '/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'auto',
      stream: true,
      messages: [{ role: 'user', content }],
      response_format: { type: 'json_object' },
      signalbox: { ...optionsFor(behaviour), events: true },
    }),
    signal: AbortSignal.timeout(patience),
  });
  assert.equal(response.status, 200);
  const events = [];
  const data = [];
  const parser = createParser({ onEvent: (event) => (event.event === 'progress' ? events.push(JSON.parse(event.data)) : data.push(event.data)) });
  parser.feed(await response.text());
  assert.equal(data.filter((text) => text === '[DONE]').length, 1);
  const text = data.filter((one) => one !== '[DONE]').map((one) => JSON.parse(one).choices?.[0]?.delta?.content ?? '').join('');
  return { events, text };
}

async function orchestration(behaviour, content) {
  const run = await orchestrate(server.url, { content, options: optionsFor(behaviour) });
  assertContract(run);
  return { events: run.events, text: screen(run.events) };
}

async function ask(behaviour, content) {
  await provider.reset();
  const run = await (behaviour === 'prose-json' ? chatForJson : orchestration)(behaviour, content);
  assert.equal(run.events.filter((event) => ['complete', 'error'].includes(event.type)).length, 1, 'one terminal event');
  assert.equal(last(run).type, 'complete', JSON.stringify(last(run)));
  return { ...run, result: last(run).metadata.result };
}

// The request as the provider saw it, once it has noticed that nobody listens any more.
const callOf = (behaviour) =>
  eventually(async () => {
    const { requests } = await provider.requests();
    const call = requests.find((request) => request.model === `fake-${behaviour}`);
    assert.ok(call && call.outcome !== 'running');
    return call;
  });

const found = [];

for (const [behaviour, check, content, stops] of table) {
  test(`${behaviour}: ${stops ? `stopped early for its ${check}` : 'let come to its end'}`, async () => {
    const whole = tokensOf(await wholeAnswer(behaviour, content));
    const { result, text, events } = await ask(behaviour, content);
    const [first] = result.attempts;
    const call = await callOf(behaviour);
    found.push({ behaviour, whole, came: stops ? first.usage.output : whole });
    if (!stops) {
      assert.equal(result.model, `fake/fake-${behaviour}`);
      assert.equal(result.validated, true);
      assert.equal(first.stopped, undefined);
      assert.equal(call.outcome, 'finished');
      return;
    }
    assert.equal(first.stopped, true);
    assert.ok(Number.isInteger(first.savedTokens) && first.savedTokens >= 0);
    assert.equal(first.usage.estimated, true);
    assert.ok(first.validation.issues[0].startsWith(`${check}: `), first.validation.issues[0]);
    assert.match(first.validation.reasoning, /^stopped early, after about \d+ tokens/);
    assert.equal(call.outcome, 'client_left');
    assert.ok(call.sent_bytes < call.whole_bytes / 2, `${call.sent_bytes} of ${call.whole_bytes} were sent`);
    assert.ok(first.usage.output < whole / 2, `${first.usage.output} of ${whole} came`);
    assert.equal(result.model, strong);
    assert.equal(result.validated, true);
    assert.equal(text, result.response);
    assert.ok(find({ events }, new RegExp(`Stopped early: ${check}: .* Retrying`, 's')));
  });
}

test('a gated client sees nothing of a hopeless answer', async () => {
  const { status, text } = await post(server.url + '/v1/chat/completions', {
    model: 'auto',
    stream: true,
    messages: [{ role: 'user', content: question }],
    signalbox: optionsFor('refusal-long'),
  });
  assert.equal(status, 200);
  assert.doesNotMatch(text, /sorry/);
  assert.equal(text.match(/"finish_reason":"stop"/g).length, 1);
  assert.match(text, /data: \[DONE\]\n\n$/);
});

test('a loop behind an open gate is ended, and says that it is not whole', async () => {
  await provider.reset();
  const { text } = await post(server.url + '/v1/chat/completions', {
    model: 'auto',
    stream: true,
    messages: [{ role: 'user', content: question }],
    signalbox: { ...optionsFor('loop'), allowedModels: ['fake/fake-loop'] },
  });
  assert.equal(text.match(/"finish_reason":"length"/g).length, 1);
  assert.match(text, /data: \[DONE\]\n\n$/);
  const call = await callOf('loop');
  assert.equal(call.outcome, 'client_left');
});

test('what that saved', (t) => {
  const row = (name, whole, came) => {
    const saved = `${(100 * (1 - came / whole)).toFixed(1)} %`;
    t.diagnostic([name.padEnd(14), String(whole).padStart(6), String(came).padStart(6), saved.padStart(8)].join(' | '));
  };
  t.diagnostic(['behaviour'.padEnd(14), ' whole', '  came', '   saved'].join(' | '));
  for (const { behaviour, whole, came } of found) row(behaviour, whole, came);
  const sum = (part) => found.reduce((total, one) => total + one[part], 0);
  row('all', sum('whole'), sum('came'));
  const hopeless = found.filter(({ behaviour }) => behaviour !== 'long');
  assert.equal(hopeless.length, table.length - 1);
  const came = hopeless.reduce((total, one) => total + one.came, 0);
  const whole = hopeless.reduce((total, one) => total + one.whole, 0);
  assert.ok(came < whole / 2, `${came} of ${whole} tokens came`);
});
