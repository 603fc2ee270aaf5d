// A client that leaves takes its provider's call with it, at every stage. The upstream of this test
// lives in this process, so that both ends of the measurement read the same clock.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { patience, startSignalbox } from './harness.mjs';

const rounds = 15;
const limitMs = 250; // promised are 50; a loaded machine that runs tests beside may be late

const chunk = (delta) => `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
const whole = (content) => JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] });

// What the upstream does with a call to each model. The last of them never end by themselves.
const models = {
  silent: () => {},
  dripping: (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk({ role: 'assistant', content: 'The sea' }));
    const timer = setInterval(() => response.write(chunk({ content: ' and the sea' })), 5);
    response.on('close', () => clearInterval(timer));
  },
  prompt: (response, stream) => {
    response.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
    const text = 'The sea is deep and wide, and nobody has seen all of it.';
    response.end(stream ? chunk({ content: text }) + chunk({}).replace('"finish_reason":null', '"finish_reason":"stop"') + 'data: [DONE]\n\n' : whole(text));
  },
};
models.judge = models.silent;

let upstream, server;
let waiting = null; // told of the next call that does not end by itself
before(async () => {
  upstream = createServer(async (request, response) => {
    let body = '';
    for await (const bytes of request) body += bytes;
    const { model, stream } = JSON.parse(body);
    models[model](response, stream);
    if (model === 'prompt') return;
    waiting?.({ closed: once(request.socket, 'close').then(() => performance.now()) });
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const entry = (name, quality) => `  - {id: ${name}, provider: up, price: {input: 1, output: 1}, quality: ${quality}, context_window: 100000}\n`;
  server = await startSignalbox({
    config: `server:\n  port: 0\nchain:\n  judge: judge\nproviders:\n  - {name: up, base_url: "http://127.0.0.1:${upstream.address().port}/v1"}\nmodels:\n` +
      entry('silent', 0.3) + entry('dripping', 0.3) + entry('prompt', 0.3) + entry('judge', 0.9),
  });
});
after(async () => {
  await server?.stop();
  upstream?.closeAllConnections();
  upstream?.close();
});

// Sends a request, waits until its provider is at work, and closes the connection.
async function leave(path, body, pause) {
  const call = new Promise((told) => (waiting = told));
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.resume();
  const text = JSON.stringify(body);
  socket.write(`POST ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  const { closed } = await Promise.race([call, sleep(patience, null, { ref: false }).then(() => assert.fail('the provider was never called'))]);
  await sleep(pause);
  const left = performance.now();
  socket.destroy();
  const end = await Promise.race([closed, sleep(patience, null, { ref: false }).then(() => assert.fail('the provider\'s call was never closed'))]);
  return end - left;
}

const messages = [{ role: 'user', content: 'Tell me about the sea' }];
const stages = {
  'before the first token': () => leave('/v1/chat/completions', { model: 'silent', stream: true, messages }, 20),
  'in the middle of a stream': () => leave('/v1/chat/completions', { model: 'dripping', stream: true, messages }, 40),
  'in the middle of an orchestration': () => leave('/api/stream/orchestration', { model: 'dripping', content: messages[0].content }, 40),
  'during the judge\'s call': () => leave('/api/stream/orchestration', { content: messages[0].content, options: { validate: true, allowedModels: ['prompt'] } }, 20),
  'while a whole answer is waited for': () => leave('/v1/chat/completions', { model: 'silent', messages }, 20),
};

test('the provider\'s call is closed when the client leaves', { timeout: 120_000 }, async (t) => {
  const all = [];
  for (const [stage, abort] of Object.entries(stages)) {
    const took = [];
    for (let i = 0; i < rounds; ++i) took.push(await abort());
    took.sort((a, b) => a - b);
    t.diagnostic(`${stage}: median ${took[Math.floor(rounds / 2)].toFixed(1)} ms, longest ${took.at(-1).toFixed(1)} ms`);
    all.push(...took);
  }
  all.sort((a, b) => a - b);
  const p99 = all[Math.ceil(all.length * 0.99) - 1];
  t.diagnostic(`${all.length} aborts: median ${all[Math.floor(all.length / 2)].toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  assert.ok(all.length >= 50);
  assert.ok(p99 <= limitMs, `p99 of ${p99} ms`);
});
