// What instances share through Redis, and that no request is worse off for any Redis, however it behaves.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, post, run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';
import { cli, freePort, startCluster, startFalseRedis, startRedis, startRedisBehindTls } from './redis_servers.mjs';

const secret = '5e4dd5f0a9b5e7f1c2d3a4b5c6d7e8f9';
let provider;
before(async () => (provider = await startFakeProvider()));
after(() => provider?.stop());

const start = (url, env = {}) =>
  startSignalbox({ config: fakeConfig(provider) + 'workers: 1\n', env: { ...fakeEnvironment, SIGNALBOX_REDIS_URL: url, SIGNALBOX_REDIS_SECRET: secret, ...env } });
const cache = async (server) => (await fetch(server.url + '/api/cache')).json();
const available = (server) => eventually(async () => assert.equal((await cache(server)).secondLevel.available, true), 15_000);

// Each number is a route of its own: the most tokens of an answer are part of the key.
const ask = async (server, number) => {
  const began = performance.now();
  const { status, json, text } = await post(server.url + '/v1/chat/completions', { model: 'auto', max_tokens: 100 + number, messages: [{ role: 'user', content: 'Write a sorting function' }] });
  const took = performance.now() - began;
  assert.equal(status, 200, text);
  return { took, model: json.model, text: json.choices[0].message.content };
};
const hits = async (server) => (await cache(server)).secondLevel.routes.hits;
const ms = (value) => value.toFixed(1) + ' ms';
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

describe('two instances with one Redis', () => {
  let redis, a, b;
  before(async () => {
    redis = await startRedis();
    [a, b] = [await start(redis.url), await start(redis.url)];
    await Promise.all([available(a), available(b)]);
  });
  after(() => Promise.all([a?.stop(), b?.stop(), redis?.stop()]));

  test('share routes: made at one, found at the other', async () => {
    const made = await ask(a, 1);
    await eventually(() => assert.equal(cli(redis.port, 'DBSIZE'), '1'));
    const found = await ask(b, 1);
    assert.equal(found.model, made.model);
    const { secondLevel, totalHits } = await cache(b);
    assert.equal(secondLevel.routes.hits, 1);
    assert.equal(totalHits, 1);
    assert.equal((await cache(a)).secondLevel.routes.stored, 1);
    await ask(b, 1);
    assert.equal(await hits(b), 1, 'the second time it is found here');
  });

  test('tell how long hits took', async (t) => {
    for (let i = 100; i < 300; ++i) await ask(a, i);
    await eventually(() => assert.equal(cli(redis.port, 'DBSIZE'), '201'));
    const before = await hits(b);
    for (let i = 100; i < 300; ++i) await ask(b, i);
    const { secondLevel } = await cache(b);
    assert.equal(secondLevel.routes.hits - before, 200);
    t.diagnostic(`second-level hits: ${secondLevel.routes.hits}, mean ${secondLevel.meanHitMs.toFixed(3)} ms`);
  });

  test('leave nothing of a request in Redis, and nothing for ever', () => {
    const keys = cli(redis.port, 'KEYS', '*').split('\n');
    for (const key of keys) assert.match(key, /^signalbox:r1:[0-9a-f]{16}:[0-9a-f]{32}$/);
    assert.ok(Number(cli(redis.port, 'PTTL', keys[0])) > 0);
    assert.doesNotMatch(cli(redis.port, 'GET', keys[0]), /sorting/);
  });

  test('believe no value that somebody changed', async () => {
    await ask(a, 2);
    const names = () => cli(redis.port, 'KEYS', '*').split('\n');
    await eventually(() => assert.equal(names().length, 202));
    for (const name of names()) cli(redis.port, 'SETRANGE', name, '3', 'x');
    await ask(b, 2);
    assert.equal((await cache(b)).secondLevel.routes.doubtful, 1);
  });

  test('show it in the metrics', async () => {
    const page = await (await fetch(b.url + '/metrics')).text();
    assert.match(page, /signalbox_shared_lookups_total\{kind="plan",outcome="hit"\} 201/);
    assert.match(page, /signalbox_redis_clients\{state="available"\} 1/);
  });

  test('serve on when Redis dies, and use it again when it is back', async () => {
    const port = redis.port;
    await redis.stop();
    for (let i = 400; i < 420; ++i) await ask(a, i);
    redis = await startRedis({ port });
    await available(a);
    await ask(a, 420);
    await eventually(() => assert.ok(Number(cli(port, 'DBSIZE')) >= 1));
  });
});

test('instances with different secrets share nothing', async () => {
  const redis = await startRedis();
  const [a, b] = [await start(redis.url), await start(redis.url, { SIGNALBOX_REDIS_SECRET: 'x'.repeat(32) })];
  await Promise.all([available(a), available(b)]);
  await ask(a, 1);
  await eventually(() => assert.equal(cli(redis.port, 'DBSIZE'), '1'));
  await ask(b, 1);
  assert.equal(await hits(b), 0);
  await Promise.all([a.stop(), b.stop(), redis.stop()]);
});

test('a Redis that appears later is used from then on', async () => {
  const port = await freePort();
  const began = Date.now();
  const server = await start(`redis://127.0.0.1:${port}`);
  assert.ok(Date.now() - began < 5_000);
  await ask(server, 1);
  assert.equal((await cache(server)).secondLevel.available, false);
  const redis = await startRedis({ port });
  await available(server);
  await ask(server, 2);
  await eventually(() => assert.equal(cli(port, 'DBSIZE'), '1'));
  await Promise.all([server.stop(), redis.stop()]);
});

test('a cluster of three masters is one cache', { timeout: 120_000 }, async (t) => {
  const masters = await startCluster();
  const [a, b] = [await start(masters[0].url), await start(masters[1].url)];
  await Promise.all([available(a), available(b)]);
  await sleep(300); // for the other masters' greetings
  for (let i = 0; i < 60; ++i) await ask(a, i);
  const sizes = () => masters.map((master) => Number(cli(master.port, 'DBSIZE')));
  await eventually(() => assert.equal(sizes().reduce((sum, size) => sum + size), 60));
  assert.ok(sizes().every((size) => size > 0));
  for (let i = 0; i < 60; ++i) await ask(b, i);
  assert.equal(await hits(b), 60);
  t.diagnostic(`keys at the masters: ${sizes().join(', ')}; hits at the other instance: 60 of 60`);
  await Promise.all([a.stop(), b.stop(), ...masters.map((master) => master.stop())]);
});

describe('a Redis that misbehaves', () => {
  const onGet = (reply) => (redis) => (words) => (words[0] === 'GET' ? reply : redis.good(words));
  const always = (reply) => () => () => reply;
  const misbehaviours = {
    down: null,
    slow: (redis) => async (words) => (await sleep(500), redis.good(words)),
    hanging: always(null),
    garbage: always('HTTP/1.1 400 Bad Request\r\n\r\n'),
    OOM: always("-OOM command not allowed when used memory > 'maxmemory'.\r\n"),
    LOADING: always('-LOADING Redis is loading the dataset in memory\r\n'),
    MOVED: always('-MOVED 1 127.0.0.1:1\r\n'),
    closing: always(''),
    'two gigabytes': always('$2147483647\r\nabc'),
    'wrong type': onGet('-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'),
    poisoned: onGet('$5\r\nsmall\r\n'),
  };

  let redis, server, alone;
  before(async () => {
    redis = await startFalseRedis();
    server = await start(redis.url);
    alone = await startSignalbox({ config: fakeConfig(provider) + 'workers: 1\n', env: fakeEnvironment });
    for (let i = 0; i < 50; ++i) await ask(alone, i);
  });
  after(async () => {
    await server?.stop();
    await alone?.stop();
    await redis?.close();
  });

  let number = 1000;
  const many = async (whom, count) => {
    const took = [];
    for (let i = 0; i < count; ++i) {
      const answer = await ask(whom, ++number);
      took.push(answer.took);
      if (i === 0) many.text ??= answer.text;
      assert.equal(answer.text, many.text);
    }
    return took;
  };

  for (const [name, behaviour] of Object.entries(misbehaviours)) {
    test(`${name}: every answer is right and hardly later`, async (t) => {
      await available(server);
      await many(server, 20);
      const usual = await many(alone, 100);
      if (behaviour === null) await redis.close();
      else redis.behave = behaviour(redis);

      const took = await many(server, 200);
      t.diagnostic(`${name}: p50 ${ms(quantile(took, 0.5))}, p99 ${ms(quantile(took, 0.99))}, worst ${ms(Math.max(...took))}; without Redis: p99 ${ms(quantile(usual, 0.99))}, worst ${ms(Math.max(...usual))}`);
      assert.ok(quantile(took, 0.9) < quantile(usual, 0.99) + 100);

      if (behaviour === null) await redis.listen();
      redis.behave = redis.good;
      const stored = (await cache(server)).secondLevel.routes.stored;
      await available(server);
      await many(server, 3);
      assert.ok((await cache(server)).secondLevel.routes.stored > stored, 'it is used again');
    });
  }
});

test('a Redis behind TLS is reached through the tunnel of docs/redis.md', async () => {
  const redis = await startRedisBehindTls();
  const server = await start(redis.url);
  try {
    await available(server);
    await ask(server, 1);
    await eventually(() => assert.equal(cli(redis.port, 'DBSIZE'), '1'));
  } finally {
    await Promise.all([server.stop(), redis.stop()]);
  }
});

describe('the configuration', () => {
  const check = (section, env = {}) => {
    const file = temporaryFile(fakeConfig(provider) + section, `redis-${Math.random()}.yaml`);
    return run(['config', 'check', file], { env: { ...fakeEnvironment, ...env } });
  };

  test('wants a secret, and says how to make one', async () => {
    const { code, stdout, stderr } = await check('redis: {url: "redis://127.0.0.1"}\n');
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /SIGNALBOX_REDIS_SECRET.*openssl rand -hex 32/);
  });

  test('wants no password in the file, and shows none', async () => {
    const { code, stdout, stderr } = await check('redis: {url: "redis://:hunter2@127.0.0.1"}\n', { SIGNALBOX_REDIS_SECRET: secret });
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /a password must not stand in the file/);
    assert.doesNotMatch(stdout + stderr, /hunter2/);
  });

  test('says that there is no TLS, and what to do', async () => {
    const { code, stdout, stderr } = await check('redis: {url: "rediss://cache"}\n', { SIGNALBOX_REDIS_SECRET: secret });
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /no TLS.*docs\/redis\.md/);
  });
});
