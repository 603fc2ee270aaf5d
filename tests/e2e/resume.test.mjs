// Runs that outlive their connections: whatever the network does, and wherever a reconnect lands, a reader gets
// every event once, and the provider is asked once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCuttingProxy } from './cutting_proxy.mjs';
import { eventually, post, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment } from './models.mjs';
import { readWithEventSource, readWithFetchEventSource, readWithSocket, terminal } from './resume_readers.mjs';
import { screen } from './stream.mjs';

const path = '/api/stream/orchestration';
const asJson = { accept: 'application/json' };
const body = (pace = 8) => ({ content: `[[slow-tokens:${pace}]] Tell me about the sea`, options: { validate: false, allowedModels: [cheap] } });
const endless = { content: '[[slow-tokens:600]] Tell me about the sea', options: { validate: false, allowedModels: [cheap] } };

// In bytes: before the head, in its middle, in frames; then behind events.
const anywhere = [{ bytes: 0 }, { bytes: 60 }, { bytes: 700 }, { bytes: 1501 }, { events: 1 }, { events: 7 }, { bytes: 2222 }, { events: 12 }];
const betweenEvents = [{ events: 2 }, { events: 1 }, { events: 5 }, { events: 9 }, { events: 3 }, { events: 11 }];

let provider;
before(async () => (provider = await startFakeProvider()));
after(() => provider?.stop());

const start = (workers, resume = '') =>
  startSignalbox({ config: `workers: ${workers}\n` + fakeConfig(provider, [], { server: `  hosts: ["127.0.0.1"]\n${resume}` }), env: fakeEnvironment });

async function begin(url, message = body()) {
  const { status, json, text } = await post(url + path, message, asJson);
  assert.equal(status, 202, text);
  assert.match(json.id, /^orc_[0-9a-f]{32}$/);
  return json;
}

const calls = async () => (await provider.requests()).count;

// What a reader got, held against the numbers it must have got.
function account(events) {
  const numbers = events.map(({ id }) => Number(id.split(':')[1]));
  const last = Math.max(...numbers);
  return { events: last, lost: last - new Set(numbers).size, doubled: numbers.length - new Set(numbers).size };
}

function assertWhole(events) {
  const { lost, doubled } = account(events);
  assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 });
  assert.equal(events.filter(terminal).length, 1);
  assert.equal(events.at(-1).type, 'complete');
  assert.equal(screen(events), events.at(-1).metadata.content);
}

const clients = [
  ['EventSource', anywhere, (url) => readWithEventSource(url)],
  ['a bare socket', anywhere, (url) => readWithSocket(url)],
  // It takes an id for delivered before its event is: a cut in the middle of one is its own loss.
  ['fetch-event-source', betweenEvents, (url) => readWithFetchEventSource(url)],
];

for (const workers of [1, 2, 4]) {
  test(`${workers} loops`, { timeout: 180_000 }, async (t) => {
    const server = await start(workers);
    const proxy = await startCuttingProxy(server.url);
    t.after(async () => {
      proxy.stop();
      await server.stop();
    });
    const before = await calls();
    let runs = 0;
    const total = { runs: 0, cuts: 0, events: 0, lost: 0, doubled: 0 };
    const count = (events) => {
      assertWhole(events);
      const found = account(events);
      for (const key of ['events', 'lost', 'doubled']) total[key] += found[key];
    };

    for (const [name, cuts, read] of clients) {
      await t.test(`${name} loses nothing and gets nothing twice`, async () => {
        const { url } = await begin(server.url);
        ++runs;
        proxy.plan(cuts);
        const { events, code } = await read(proxy.url + url);
        assert.equal(proxy.cuts.length, 0, 'every cut was made');
        if (code !== undefined) assert.equal(code, 204, 'the terminal event was delivered: stop');
        count(events);
        const late = await readWithSocket(server.url + url);
        assert.deepEqual(late.events, events, 'a late comer is told the same');
      });
    }

    await t.test('fetch-event-source resumes its own POST', async () => {
      ++runs;
      proxy.plan(betweenEvents);
      const { events } = await readWithFetchEventSource(`${proxy.url}${path}?resumable=true`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body()),
      });
      assert.equal(proxy.cuts.length, 0);
      count(events);
    });

    await t.test('twelve readers at once, half of them cut', async () => {
      const { url } = await begin(server.url);
      ++runs;
      proxy.plan([{ events: 3 }, { bytes: 900 }, { events: 8 }, { bytes: 1700 }, { events: 5 }, { events: 2 }]);
      const read = await Promise.all(Array.from({ length: 12 }, (_, n) => readWithSocket((n % 2 ? proxy.url : server.url) + url)));
      for (const { events } of read) count(events);
    });

    total.cuts = proxy.made;
    total.runs = runs;
    const asked = (await calls()) - before;
    t.diagnostic(`${workers} loops: ${JSON.stringify(total)}, provider calls ${asked} for ${runs} runs`);
    assert.equal(asked, runs, 'the provider is asked once for each run');
  });
}

test('a run that nobody reads is cancelled after the grace period, and its call closed', async (t) => {
  const server = await start(2, '  resume: { grace: 300ms }\n');
  t.after(() => server.stop());
  await provider.reset();
  const { url } = await begin(server.url, endless);
  await eventually(async () => assert.equal((await provider.requests()).client_left_early, 1));
  const { events } = await readWithSocket(server.url + url);
  assert.equal(events.at(-1).metadata.error.code, 'cancelled');
  assert.equal(account(events).lost, 0);
});

test('a reader that comes back in time keeps its run', async (t) => {
  const server = await start(2, '  resume: { grace: 400ms }\n');
  t.after(() => server.stop());
  const { url } = await begin(server.url, body(40));
  const proxy = await startCuttingProxy(server.url);
  t.after(() => proxy.stop());
  proxy.plan([{ events: 4 }, { events: 2 }, { events: 2 }]);
  const { events } = await readWithSocket(proxy.url + url);
  assertWhole(events);
});

test('DELETE ends a run for all who read it', async (t) => {
  const server = await start(2);
  t.after(() => server.stop());
  await provider.reset();
  const { id, url } = await begin(server.url, endless);
  const reading = Promise.all([readWithEventSource(server.url + url), readWithSocket(server.url + url)]);
  await sleep(200);
  const token = new URL(url, server.url).searchParams.get('token');
  const response = await fetch(`${server.url}/api/orchestrations/${id}?token=${token}`, { method: 'DELETE' });
  assert.deepEqual(await response.json(), { cancelled: true });
  for (const { events } of await reading) {
    assert.equal(events.at(-1).metadata.error.code, 'cancelled');
    assert.equal(events.filter(terminal).length, 1);
  }
  await eventually(async () => assert.equal((await provider.requests()).client_left_early, 1));
});

test('who does not know a run sees not a byte of it', async (t) => {
  const server = await start(2);
  t.after(() => server.stop());
  const { id, url } = await begin(server.url);
  const forged = 'orc_' + '0'.repeat(32);
  const before = await calls();
  const tries = [
    [url.replace(/token=.*/, 'token=' + '0'.repeat(32))],
    [url.replace(id, forged)],
    [path, { 'last-event-id': `${forged}:3` }],
    [url, { 'last-event-id': `${id}:100000` }],
  ];
  for (const [target, headers] of tries) {
    const response = await fetch(server.url + target, { headers });
    assert.equal(response.status, 404, target);
    assert.equal((await response.json()).error.code, 'not_found');
  }
  const resumed = await post(server.url + path, body(), { 'last-event-id': `${forged}:3` });
  assert.equal(resumed.status, 404, 'a POST that wants to resume starts nothing');
  assert.ok((await calls()) - before <= 1);
});

test('at SIGTERM a run ends with an error event', async () => {
  const server = await start(2, '  drain: 300ms\n');
  const { url } = await begin(server.url, endless);
  const reading = Promise.all(Array.from({ length: 6 }, () => readWithFetchEventSource(server.url + url)));
  await sleep(200);
  const { code } = await server.stop();
  assert.equal(code, 0);
  for (const { events } of await reading) {
    assert.equal(events.at(-1).metadata.error.code, 'draining');
    assert.equal(account(events).lost, 0);
  }
});
