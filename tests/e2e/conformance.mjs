// What the conformance suites of the clients share: models of a fake provider behind a real server, and questions to them.
import { after, before } from 'node:test';
import { startFakeProvider, startSignalbox } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';

const behaviours = ['normal', 'tools', 'echo', 'utf8', 'utf8-split', 'bytewise', 'stamped', 'never', '400', '401', '429', '500', '503', 'context-length', 'length',
  'content-filter', 'reasoning', 'done-inside', 'crlf', 'no-done', 'usage-everywhere', 'no-usage', 'drop-after', 'cut', 'eof', 'error-mid-stream', 'tools-bad-index'];

// Started before the suite's tests, stopped after them.
export function servers() {
  const context = {};
  before(async () => {
    context.provider = await startFakeProvider();
    context.server = await startSignalbox({ config: fakeConfig(context.provider, behaviours), env: fakeEnvironment });
  });
  after(async () => {
    await context.server?.stop();
    await context.provider?.stop();
  });
  return context;
}

export const fake = (behaviour) => `fake/fake-${behaviour}`;
export const question = 'What is 2+2?';
export const answer = '2 + 2 is 4.';
// The smallest image that every client takes for one.
export const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

export const sentBodies = async (provider) => (await provider.requests()).requests.map((request) => JSON.parse(request.body));

// fetch() that counts: how often a client tries.
export function countingFetch() {
  const counting = (...args) => {
    counting.calls += 1;
    return fetch(...args);
  };
  counting.calls = 0;
  return counting;
}
