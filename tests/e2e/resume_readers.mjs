// Three kinds of clients that read a run to its end whatever the network does: the browser's EventSource,
// fetch-event-source, and one that speaks HTTP/1.0 over a bare socket.
// Each gives the events as it was told of them: [{id, type, ...}].
import { fetchEventSource } from '@microsoft/fetch-event-source';
import { EventSource } from 'eventsource';
import { createParser } from 'eventsource-parser';
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { patience } from './harness.mjs';

const event = ({ lastEventId, id, data }) => ({ id: lastEventId ?? id, ...JSON.parse(data) });
export const terminal = ({ type }) => type === 'complete' || type === 'error';

function inTime(promise, what) {
  return Promise.race([promise, sleep(patience, null, { ref: false }).then(() => assert.fail(`${what} never ended`))]);
}

// Goes on after the terminal event until the server tells it to stop: 204.
export async function readWithEventSource(url) {
  const events = [];
  const source = new EventSource(url);
  source.addEventListener('progress', (message) => events.push(event(message)));
  try {
    const code = await inTime(new Promise((stopped) => {
      source.addEventListener('error', (error) => source.readyState === EventSource.CLOSED && stopped(error.code));
    }), 'EventSource');
    return { events, code };
  } finally {
    source.close();
  }
}

// What the library expects of a browser.
globalThis.window ??= globalThis;
globalThis.document ??= { addEventListener() {}, removeEventListener() {}, hidden: false };

export async function readWithFetchEventSource(url, request = {}) {
  const events = [];
  await inTime(fetchEventSource(url, {
    openWhenHidden: true,
    ...request,
    onmessage: (message) => message.event === 'progress' && events.push(event(message)),
    onerror: () => 20, // ms until it tries again
  }), 'fetch-event-source');
  return { events };
}

// One connection of the bare client; resolves when it is over, with the status if it got that far.
function readOnce(url, events) {
  const { hostname, port, pathname, search } = new URL(url);
  const parser = createParser({ onEvent: (message) => events.push(event(message)) });
  const last = events.length ? `Last-Event-ID: ${events.at(-1).id}\r\n` : '';
  return new Promise((done) => {
    const socket = connect(Number(port), hostname);
    let head = '';
    let status = null;
    socket.setEncoding('utf8');
    socket.write(`GET ${pathname}${search} HTTP/1.0\r\nHost: ${hostname}:${port}\r\n${last}\r\n`);
    socket.on('data', (text) => {
      if (status) return parser.feed(text);
      head += text;
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      status = Number(head.split(' ')[1]);
      parser.feed(head.slice(end + 4));
    });
    socket.on('error', () => {});
    socket.on('close', () => done(status));
  });
}

export async function readWithSocket(url) {
  const events = [];
  const read = async () => {
    while (!events.length || !terminal(events.at(-1))) {
      const status = await readOnce(url, events);
      assert.ok(status === null || status === 200, `status ${status}`);
    }
    return readOnce(url, events);
  };
  return { events, code: await inTime(read(), 'the bare client') };
}
