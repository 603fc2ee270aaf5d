// Routing records: what is kept, what is shown to whom, and that a kill loses nothing that was ever shown.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { eventually, post, run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { fakeEnvironment } from './models.mjs';

const env = { ...fakeEnvironment, SIGNALBOX_RECORDS: 'on' };
const coding = 'Write a function in Python that merges two sorted lists, and explain its complexity';

let provider;
before(async () => (provider = await startFakeProvider()));
after(() => provider?.stop());

const model = (id, name, price, quality) => `  - {id: ${id}, provider: fake, name: ${name}, quality: ${quality}, price: {input: ${price}, output: ${price * 4}}, context_window: 100000}\n`;
const config = (file, rest = '') => `server:
  port: 0
chain: {judge: none}
records: {file: ${file}}
${rest}providers:
  - {name: fake, base_url: ${provider.url}/v1, api_key: "${'${FAKE_KEY}'}"}
models:
${model('cheap', 'small', 1, 0.7)}${model('strong', 'medium', 20, 0.9)}`;

const start = (file, rest) => startSignalbox({ config: config(file, rest), env });
const get = async (server, path, headers = {}) => {
  const response = await fetch(server.url + path, { headers, signal: AbortSignal.timeout(10_000) });
  return { status: response.status, json: await response.json() };
};
const ask = async (server, content, headers) => {
  const { status, json, text } = await post(server.url + '/api/orchestration', { content }, headers);
  assert.equal(status, 200, text);
  return json;
};
const recorded = async (server, id, headers) =>
  eventually(async () => {
    const { status, json } = await get(server, '/api/decisions/' + id, headers);
    assert.equal(status, 200);
    return json;
  });

test('a rating stands in the record of its run', async () => {
  const server = await startSignalbox({ config: config(temporaryFile('', 'rated.db')), env: { ...env, SIGNALBOX_LEARNING: 'on' } });
  try {
    const { requestId } = await ask(server, coding);
    assert.equal((await recorded(server, requestId)).feedback, null);

    assert.equal((await post(server.url + '/api/feedback', { requestId, score: 0.25 })).status, 200);

    await eventually(async () => assert.equal((await get(server, '/api/decisions/' + requestId)).json.feedback, 0.25));
    assert.equal((await get(server, '/api/analytics')).json.averages.feedback, 0.25);
  } finally {
    await server.stop();
  }
});

describe('the records of runs', () => {
  const file = temporaryFile('', 'records.db');
  let server;
  before(async () => (server = await start(file)));
  after(() => server?.stop());

  test('say what was decided, what it cost and what the strongest model would have cost', async () => {
    const answer = await ask(server, coding);
    const record = await recorded(server, answer.requestId);
    assert.equal(record.model, answer.model);
    assert.equal(record.outcome, 'answered');
    assert.equal(record.category, 'code');
    assert.equal(record.attempts.length, 1);
    assert.ok(record.costUsd > 0);
    assert.equal(record.strongest, 'strong');
    assert.ok(record.strongestCostUsd >= record.costUsd);
    assert.ok(Math.abs(Date.parse(record.at) - Date.now()) < 60_000);
  });

  test('are kept of pinned models too', async () => {
    const { json, status } = await post(server.url + '/v1/chat/completions', { model: 'cheap', messages: [{ role: 'user', content: 'hello there' }] });
    assert.equal(status, 200, JSON.stringify(json));
    await eventually(async () => {
      const { json } = await get(server, '/api/decisions?limit=1');
      assert.equal(json.decisions[0].direct, true);
      assert.equal(json.decisions[0].strongest, null);
    });
  });

  test('explain themselves', async () => {
    const { requestId, model } = await ask(server, coding);
    await recorded(server, requestId);
    const { status, json } = await get(server, `/api/decisions/${requestId}/explain`);
    assert.equal(status, 200);
    assert.equal(json.decision.id, requestId);
    assert.deepEqual(json.candidates.map((c) => c.model).sort(), ['cheap', 'strong']);
    assert.notEqual(json.runnerUp.model, model);
    assert.ok(json.runnerUp.costUsd > 0);
    assert.deepEqual(json.replay, { model, same: true });
  });

  test('are found by filters and page by page', async () => {
    for (let i = 0; i < 5; ++i) await ask(server, 'hello number ' + i);
    await eventually(async () => assert.ok((await get(server, '/api/decisions')).json.decisions.length >= 8));
    const all = (await get(server, '/api/decisions?limit=200')).json.decisions.map((d) => d.id);
    const paged = [];
    for (let cursor = ''; cursor !== null; ) {
      const { json } = await get(server, `/api/decisions?limit=2&cursor=${cursor}`);
      paged.push(...json.decisions.map((d) => d.id));
      cursor = json.nextCursor;
    }
    assert.deepEqual(paged, all);
    const code = (await get(server, '/api/decisions?category=code&cached=true')).json.decisions;
    assert.ok(code.length >= 1 && code.every((d) => d.category === 'code' && d.cached));
    assert.deepEqual((await get(server, '/api/decisions?until=2020-01-01')).json, { decisions: [], nextCursor: null });
    const since = encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString());
    assert.equal((await get(server, '/api/decisions?limit=200&since=' + since)).json.decisions.length, all.length);
  });

  test('refuse filters that they do not know, with a remedy', async () => {
    for (const [query, param, remedy] of [
      ['limit=0', 'limit', /1 to 200/],
      ['cursor=x', 'cursor', /nextCursor/],
      ['category=poems', 'category', /code, research/],
      ['outcome=good', 'outcome', /answered, failed, cancelled/],
      ['cached=maybe', 'cached', /true or false/],
      ['since=yesterday', 'since', /2026-/],
      ['since=2026-02-30', 'since', /2026-/],
      ['since=2026-02-02&until=2026-02-01', 'until', /later than since/],
      ['colour=red', 'colour', /limit, cursor/],
    ]) {
      const { status, json } = await get(server, '/api/decisions?' + query);
      assert.equal(status, 400, query);
      assert.equal(json.error.param, param);
      assert.match(json.error.message, remedy);
    }
  });

  test('are summed up', async () => {
    const { status, json } = await get(server, '/api/analytics');
    assert.equal(status, 200);
    assert.equal(json.totals.runs, json.byModel.reduce((sum, row) => sum + row.runs, 0));
    assert.equal(json.totals.runs, json.byComplexity.reduce((sum, row) => sum + row.runs, 0));
    assert.ok(json.savedUsd > 0);
    assert.equal(json.retryRate, 0);
    assert.ok(json.averages.totalMs > 0);
  });

  test('hold no word of the prompt, and are for their owner alone', async () => {
    const bytes = ['', '-wal'].filter((part) => existsSync(file + part)).map((part) => readFileSync(file + part).toString('latin1')).join('');
    assert.ok(bytes.includes('cheap'));
    for (const words of ['merges two', 'hello number', '127.0.0.1']) assert.ok(!bytes.includes(words), words);
    for (const part of ['', '-wal', '-shm', '.key']) assert.equal(statSync(file + part).mode & 0o777, 0o600, part);
  });
});

test('records that are off say how to switch them on', async () => {
  const server = await startSignalbox({ config: config('none.db'), env: { ...env, SIGNALBOX_RECORDS: 'off' } });
  for (const path of ['/api/decisions', '/api/decisions/0', '/api/analytics']) {
    const { status, json } = await get(server, path);
    assert.equal(status, 404);
    assert.match(json.error.message, /records\.enabled/);
  }
  await server.stop();
});

// Asks from eight clients until told to stop; what cannot be asked any more is no news.
function load(server, on) {
  const client = async (name) => {
    for (let i = 0; on.yes; ++i) {
      const answer = await post(server.url + '/api/orchestration', { content: `hello ${name} ${i}` }).catch(() => null);
      if (answer?.status === 200) ++on.answered;
    }
  };
  return Promise.all(Array.from({ length: 8 }, (_, name) => client(name)));
}

test('kill -9 under load loses no record that was ever shown', async () => {
  const file = temporaryFile('', 'killed.db');
  const shown = new Set();
  const on = { yes: true, answered: 0 };
  for (let round = 0; round < 3; ++round) {
    const server = await start(file);
    on.yes = true;
    const clients = load(server, on);
    const end = Date.now() + 900;
    while (Date.now() < end) {
      for (const { id } of (await get(server, '/api/decisions?limit=200')).json.decisions) shown.add(id);
      await sleep(1);
    }
    server.child.kill('SIGKILL');
    await server.exited;
    on.yes = false;
    await clients;
  }
  const server = await start(file);
  const kept = new Set();
  for (let cursor = ''; cursor !== null; ) {
    const { json } = await get(server, `/api/decisions?limit=200&cursor=${cursor}`);
    for (const { id } of json.decisions) kept.add(id);
    cursor = json.nextCursor;
  }
  await server.stop();
  const lost = [...shown].filter((id) => !kept.has(id));
  console.log(`answered ${on.answered}, shown ${shown.size}, kept ${kept.size}, lost ${lost.length}`);
  assert.ok(shown.size > 50, `only ${shown.size} were shown`);
  assert.deepEqual(lost, []);
  assert.ok(!server.output.includes('set aside'), server.output);
});

test('the command line exports them while the server runs, and sums them up', async () => {
  const file = temporaryFile('', 'exported.db');
  const server = await start(file);
  const answer = await ask(server, coding);
  await recorded(server, answer.requestId);
  const jsonl = await run(['records', 'export', '--file', file]);
  assert.equal(jsonl.code, 0, jsonl.stderr);
  assert.equal(JSON.parse(jsonl.stdout).id, answer.requestId);
  const csv = await run(['records', 'export', '--format', 'csv', '--file', file]);
  const [heading, row] = csv.stdout.trim().split('\n').map((line) => line.split(','));
  assert.equal(row[heading.indexOf('model')], answer.model);
  assert.equal(row.length, heading.length);
  const stats = await run(['records', 'stats', '--json', '--file', file]);
  assert.deepEqual(JSON.parse(stats.stdout), (await get(server, '/api/analytics')).json);
  assert.match((await run(['records', 'stats', '--file', file])).stdout, /SAVED/);
  await server.stop();
  assert.equal((await run(['records', 'export', '--file', file, '--since', '2100-01-01'])).stdout, '');
  assert.equal((await run(['records', 'export', '--file', file, '--since', 'soon'])).code, 2);
  assert.equal((await run(['records', 'stats', '--file', file + '.none'])).code, 1);
});

test('a key sees its own records, an admin all of them', async () => {
  const keys = ['alice', 'bob', 'root'].map((id) => ({ id, key: `sbx-${id}-${'0'.repeat(40)}` }));
  const { createHash } = await import('node:crypto');
  const scopes = (id) => (id === 'root' ? '[chat, read, admin]' : '[chat, read]');
  const rows = keys.map(({ id, key }) => `  - {id: ${id}, scopes: ${scopes(id)}, hash: "sha256:${createHash('sha256').update(key).digest('hex')}"}\n`).join('');
  const server = await start(temporaryFile('', 'owned.db'), 'keys:\n' + rows);
  const [alice, bob, root] = keys.map(({ key }) => ({ authorization: 'Bearer ' + key }));
  const { requestId } = await ask(server, 'hello', alice);
  await recorded(server, requestId, alice);
  assert.equal((await get(server, '/api/decisions/' + requestId, bob)).status, 404);
  assert.equal((await get(server, '/api/decisions/' + requestId + '/explain', bob)).status, 404);
  assert.deepEqual((await get(server, '/api/decisions', bob)).json.decisions, []);
  assert.equal((await get(server, '/api/analytics', bob)).json.totals.runs, 0);
  assert.equal((await get(server, '/api/decisions', alice)).json.decisions.length, 1);
  assert.equal((await get(server, '/api/decisions', root)).json.decisions.length, 1);
  await server.stop();
});
