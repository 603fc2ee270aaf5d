// The standard's EventSource, with a fetch that POSTs, reading an orchestration's events.
import { EventSource } from 'eventsource';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, fake, question, servers } from './conformance.mjs';
import { eventually } from './harness.mjs';

const context = servers();

// All events up to the last one; the source is closed then, or it would connect again.
function read(body, { onEvent = () => false } = {}) {
  return new Promise((done, failed) => {
    const events = [];
    const source = new EventSource(context.server.url + '/api/stream/orchestration', {
      fetch: (url, init) => fetch(url, { ...init, method: 'POST', headers: { ...init.headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const end = (finish, value) => {
      source.close();
      finish(value);
    };
    source.onmessage = (event) => end(failed, new Error(`an event without a name: ${event.data}`));
    source.onerror = (error) => end(failed, Object.assign(new Error(error.message ?? 'cut'), { code: error.code, events }));
    source.addEventListener('progress', ({ data, lastEventId }) => {
      const event = { ...JSON.parse(data), id: lastEventId };
      events.push(event);
      if (event.type === 'complete' || event.type === 'error' || onEvent(event)) end(done, events);
    });
  });
}

const textOf = (events) => events.filter((event) => event.stage === 'token').map((event) => event.metadata.content).join('');

for (const content of [question, 'Write a sorting algorithm in C++']) {
  test(`"${content}": every event is named, numbered and JSON`, async () => {
    const events = await read({ content });
    assert.equal(events.at(-1).type, 'complete');
    assert.deepEqual(events.map((event) => Number(event.id.split(':')[1])), events.map((_, nth) => nth + 1));
    assert.equal(new Set(events.map((event) => event.id.split(':')[0])).size, 1);
    assert.equal(textOf(events), events.at(-1).metadata.content);
    for (let nth = 1; nth < events.length; ++nth) assert.ok(events[nth].progress >= events[nth - 1].progress);
  });
}

for (const behaviour of ['normal', 'utf8', 'utf8-split', 'bytewise', 'done-inside', 'crlf']) {
  test(`${behaviour}: the text is whole`, async () => {
    const events = await read({ content: question, model: fake(behaviour) });
    const text = textOf(events);
    assert.ok(text.length > 0 && !text.includes('\ufffd'));
    assert.equal(text, events.at(-1).metadata.content);
    if (behaviour === 'normal') assert.equal(text, answer);
  });
}

test('a failure before the first event is a status, and ends the source', async () => {
  await assert.rejects(read({ content: question, model: 'no/such-model' }), (error) => error.code === 404);
  await assert.rejects(read({ content: '' }), (error) => error.code === 400);
});

for (const behaviour of ['drop-after', 'error-mid-stream', '401']) {
  test(`${behaviour}: a failure is the last event`, async () => {
    const events = await read({ content: question, model: fake(behaviour) });
    assert.equal(events.at(-1).type, 'error');
    assert.ok(events.at(-1).metadata.error);
  });
}

test('closing the source reaches the provider', async () => {
  await context.provider.reset();
  await read({ content: 'go', model: fake('stamped') }, { onEvent: (event) => event.stage === 'token' });
  await eventually(async () => assert.equal((await context.provider.requests()).requests[0].outcome, 'client_left'));
});

test('twenty sources at a time keep to themselves', async () => {
  const prompts = Array.from({ length: 20 }, (_, nth) => `Repeat number ${nth} to me`);
  const runs = await Promise.all(prompts.map((content) => read({ content, model: fake('echo') })));
  assert.deepEqual(runs.map(textOf), prompts);
});
