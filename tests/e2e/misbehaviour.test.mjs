// Every misbehaviour of a provider, alone with its model: what an OpenAI client sees and what a reader
// of the orchestration stream sees. The table is printed as it was found, and must be as it is written here.
import { createParser } from 'eventsource-parser';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { patience, startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';
import { assertContract, last, orchestrate, screen } from './stream.mjs';

// [behaviour, the OpenAI stream, the orchestration stream]
//   answer: text and a proper end; nothing: a proper end without text; tools: tool calls and a proper end
//   STATUS code: an error before anything was sent; text, then code: an error event after text
const table = [
  ['normal', 'answer', 'answer'],
  ['utf8', 'answer', 'answer'],
  ['empty', 'nothing', 'nothing'],
  ['length', 'answer', 'answer'],
  ['content-filter', 'answer', 'answer'],
  ['refusal', 'answer', 'answer'],
  ['repetition', 'answer', 'answer'],
  ['bad-code', 'answer', 'answer'],
  ['bad-json', 'answer', 'answer'],
  ['done-inside', 'answer', 'answer'],
  ['tools', 'tools', 'nothing'],
  ['tools-bad-index', 'tools', 'nothing'],
  ['slow-first', 'answer', 'answer'],
  ['slow-tokens', 'answer', 'answer'],
  ['bursts', 'answer', 'answer'],
  ['utf8-split', 'answer', 'answer'],
  ['bytewise', 'answer', 'answer'],
  ['crlf', 'answer', 'answer'],
  ['cr', 'answer', 'answer'],
  ['bom', 'answer', 'answer'],
  ['gzip', '502 provider_protocol', 'provider_protocol'],
  ['http10', 'answer', 'answer'],
  ['no-usage', 'answer', 'answer'],
  ['usage-everywhere', 'answer', 'answer'],
  ['comments', 'answer', 'answer'],
  ['reasoning', 'answer', 'answer'],
  ['after-done', 'answer', 'answer'],
  ['no-done', 'answer', 'answer'],
  ['huge-event', 'text, then provider_protocol', 'text, then provider_protocol'],
  ['429', '429 rate_limit_exceeded', '429 rate_limit_exceeded'],
  ['quota', '429 rate_limit_exceeded', '429 rate_limit_exceeded'],
  ['500', '502 provider_overloaded', 'provider_overloaded'],
  ['502', '502 provider_overloaded', 'provider_overloaded'],
  ['503', '502 provider_overloaded', 'provider_overloaded'],
  ['529', '502 provider_overloaded', 'provider_overloaded'],
  ['401', '502 upstream_auth', 'provider_auth'],
  ['400', '400 provider_rejected', 'provider_rejected'],
  ['context-length', '400 context_length_exceeded', 'context_length'],
  ['content-policy', '400 content_policy_violation', 'content_policy'],
  ['unknown', '502 provider_protocol', 'provider_protocol'],
  ['flaky', 'answer', 'answer'],
  ['json-error-200', '502 provider_overloaded', 'provider_overloaded'],
  ['error-first-event', '502 provider_overloaded', 'provider_overloaded'],
  ['error-mid-stream', 'text, then provider_overloaded', 'text, then provider_overloaded'],
  ['drop-before', '502 provider_unreachable', 'provider_unreachable'],
  ['drop-after', 'text, then provider_unreachable', 'text, then provider_unreachable'],
  ['cut', 'text, then upstream_truncated', 'text, then upstream_truncated'],
  ['eof', 'text, then upstream_truncated', 'text, then upstream_truncated'],
  ['malformed', 'text, then provider_protocol', 'text, then provider_protocol'],
  ['wrong-type', '502 provider_protocol', 'provider_protocol'],
  ['garbage', '502 provider_protocol', 'provider_protocol'],
  // Whether the token is passed on depends on the broken chunk coming with it in one read.
  ['bad-chunk', ['text, then provider_protocol', '502 provider_protocol'], ['text, then provider_protocol', 'provider_protocol']],
  ['never', '504 provider_timeout', 'provider_timeout'],
  ['headers-only', '504 provider_timeout', 'provider_timeout'],
  ['role-only', '504 provider_timeout', 'provider_timeout'],
  ['stall', 'text, then provider_timeout', 'text, then provider_timeout'],
  ['pings-only', '504 provider_timeout', 'provider_timeout'],
  ['reset', '502 provider_unreachable', 'provider_unreachable'],
];

let provider, server;
before(async () => {
  provider = await startFakeProvider();
  const chain = '  breaker: {failures: 20, share: 1}\n';
  server = await startSignalbox({ config: fakeConfig(provider, table.map(([name]) => name), { chain }), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});

// Reads a chat stream and holds it to OpenAI's contract.
async function chat(model) {
  const response = await fetch(server.url + '/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Tell me about the sea' }] }),
    signal: AbortSignal.timeout(patience),
  });
  if (response.status !== 200) {
    const { error } = await response.json();
    return `${response.status} ${error.code}`;
  }
  const events = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(data), onError: (error) => assert.fail(error.message) });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of response.body) parser.feed(decoder.decode(bytes, { stream: true }));

  assert.ok(events.filter((data) => data === '[DONE]').length <= 1, 'at most one [DONE]');
  const done = events.at(-1) === '[DONE]';
  const chunks = events.filter((data) => data !== '[DONE]').map((data) => JSON.parse(data));
  const errors = chunks.filter((chunk) => chunk.error);
  const text = chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? '').join('');
  const calls = chunks.some((chunk) => chunk.choices?.[0]?.delta?.tool_calls);
  const finishes = chunks.filter((chunk) => chunk.choices?.[0]?.finish_reason).length;
  assert.equal(errors.length + Number(done), 1, 'exactly one end: an error or [DONE]');
  if (errors.length) {
    assert.equal(chunks.at(-1), errors[0], 'nothing after the error');
    assert.equal(finishes, 0, 'a cut answer has no finish_reason');
    return `${text ? 'text, then ' : ''}${errors[0].error.code}`;
  }
  assert.equal(finishes, 1, 'exactly one finish_reason');
  return calls ? 'tools' : text ? 'answer' : 'nothing';
}

// Reads an orchestration; its contract is held by assertContract: exactly one terminal event, the last.
async function orchestration(model) {
  const run = await orchestrate(server.url, { content: 'Tell me about the sea', model });
  if (run.status !== 200) return `${run.status} ${run.json.error.code}`;
  assertContract(run);
  const { type, metadata } = last(run);
  if (type === 'error') return `${screen(run.events) ? 'text, then ' : ''}${metadata.error.code}`;
  return screen(run.events) ? 'answer' : 'nothing';
}

test('each misbehaviour is seen as the table says', { timeout: 200_000 }, async (t) => {
  assert.ok(table.length >= 40);
  const found = [];
  const work = [...table];
  const worker = async () => {
    for (let row = work.shift(); row; row = work.shift()) {
      const model = `fake/fake-${row[0]}`;
      found[table.indexOf(row)] = [row[0], await chat(model).catch((error) => `broken: ${error.message}`), await orchestration(model).catch((error) => `broken: ${error.message}`)];
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  for (const [name, openai, stream] of found) t.diagnostic(`${name.padEnd(18)} | ${openai.padEnd(32)} | ${stream}`);
  const allowed = (seen, expected) => [expected].flat().includes(seen);
  const wrong = found.filter(([, openai, stream], n) => !allowed(openai, table[n][1]) || !allowed(stream, table[n][2]));
  assert.deepEqual(wrong, []);
});
