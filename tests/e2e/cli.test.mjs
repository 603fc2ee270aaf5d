// The command line, with the demo models and with models that fail.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';

let provider, config;
before(async () => {
  provider = await startFakeProvider();
  config = temporaryFile(fakeConfig(provider, ['never', '401', '400']));
});
after(() => provider?.stop());

const withFake = (args, extra = []) => run([...args, '--config', config, ...extra], { env: fakeEnvironment });

test('ask shows stages and the answer', async () => {
  const { code, stdout, stderr } = await run(['ask', 'What is 2+2?']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /2 \+ 2 = 4\./);
  assert.match(stdout + stderr, /Complexity: \d+\/10/);
  assert.match(stdout + stderr, /Complete/);
});

test('ask writes the bare answer to stdout when it is not a terminal', async () => {
  const { stdout } = await withFake(['ask', 'What is 2+2?']);
  assert.equal(stdout, '2 + 2 is 4.\n');
});

test('ask --json is the whole result', async () => {
  const { code, stdout } = await withFake(['ask', '--json', 'What is 2+2?']);
  assert.equal(code, 0);
  const result = JSON.parse(stdout);
  assert.equal(result.response, '2 + 2 is 4.');
  assert.ok(result.routingPlan ?? result.plan);
});

const ledger = (stderr) => stderr.slice(stderr.indexOf('ATTEMPT')).trimEnd().split('\n');
const places = {
  'in this process': async () => [],
  'of a server': async (t) => {
    const server = await startSignalbox({ config: fakeConfig(provider), env: fakeEnvironment });
    t.after(() => server.stop());
    return ['--server', server.url];
  },
};
for (const [where, open] of Object.entries(places)) {
  test(`ask --verbose shows what every call used up, asked ${where}`, async (t) => {
    const { code, stdout, stderr } = await withFake(['ask', '--verbose', '--model', 'fake/small', 'What is 2+2?'], await open(t));
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '2 + 2 is 4.\n', 'the answer stays alone on stdout');
    assert.doesNotMatch(stderr, /\x1b/, 'no colours where no screen is');
    const [heading, answer, total] = ledger(stderr);
    assert.match(heading, /^ATTEMPT +CALL +MODEL +IN +OUT +CACHED +REASONING +TOKENS +COST +TIME +OUTCOME$/);
    assert.match(answer, /^ +0 +answer +fake\/small +[1-9]\d* +[1-9]\d* +0 +0 +reported +\$0\.\d+ +\d.* accepted$/);
    assert.match(total, /^ +total +1 call +[1-9]\d* +[1-9]\d* +0 +0 +reported +\$0\.\d+ /);
  });
}

test('ask --verbose shows a race with its loser', async () => {
  const chain = '  strategy: speculative\n  speculative: { delay: 50ms, max_share: 1 }\n';
  const race = temporaryFile(fakeConfig(provider, ['slow-first'], { chain }).replace(/ {2}- id: fake\/small\n(?: {4}.*\n)+/, ''));
  const { code, stderr } = await run(['ask', '-v', '--quality', '0', 'Write a sorting algorithm', '--config', race], { env: fakeEnvironment });
  assert.equal(code, 0, stderr);
  const [, loser, winner, total] = ledger(stderr);
  assert.match(loser, /^ +0 +answer +fake\/fake-slow-first +.* estimated .* lost$/);
  assert.match(winner, /^ +1 +hedge +fake\/large +.* reported .* accepted$/);
  assert.match(total, /^ +total +2 calls +.* estimated /);
});

test('route says which model and why, and asks none', async () => {
  const { count } = await provider.requests();
  const { code, stdout } = await withFake(['route', 'Write a sorting algorithm']);
  assert.equal(code, 0);
  assert.match(stdout, /code/);
  assert.match(stdout, /fake\//);
  assert.equal((await provider.requests()).count, count);
});

test('models lists what is configured', async () => {
  const { code, stdout } = await run(['models']);
  assert.equal(code, 0);
  for (const name of ['demo/small', 'demo/medium', 'demo/large']) assert.ok(stdout.includes(name));
});

test('cache stats and clear speak to the running server', async (t) => {
  const server = await startSignalbox();
  t.after(() => server.stop());
  const ask = () => fetch(server.url + '/api/orchestration', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"content":"What is 2+2?"}' });
  await ask();
  const stats = await run(['cache', 'stats', '--server', server.url]);
  assert.equal(stats.code, 0, stats.stderr);
  assert.match(stats.stdout, /1/);
  const cleared = await run(['cache', 'clear', '--server', server.url]);
  assert.equal(cleared.code, 0, cleared.stderr);
  const { size } = await (await fetch(server.url + '/api/cache')).json();
  assert.equal(size, 0);
  await server.stop();
  assert.equal((await run(['cache', 'stats', '--server', server.url])).code, 7, 'nobody is there any more');
});

test('config check accepts a good file', async () => {
  const { code, stderr } = await run(['config', 'check', config], { env: fakeEnvironment });
  assert.equal(code, 0, stderr);
});

const broken = [
  ['no YAML', 'server: [', /:\d+:\d+: /],
  ['an unknown key', 'server:\n  prot: 80\n', /:2:3: .*prot/],
  ['a wrong type', 'server:\n  port: many\n', /:2:9: .*port/],
  ['an unknown provider', 'providers:\n  - name: a\n    base_url: http://127.0.0.1:1/v1\nmodels:\n  - id: m\n    provider: b\n    price: { input: 1, output: 1 }\n', /:6:15: .*provider/],
  ['a missing variable', 'providers:\n  - name: a\n    base_url: http://127.0.0.1:1/v1\n    api_key: ${NO_SUCH_VARIABLE}\nmodels:\n  - id: m\n    provider: a\n', /NO_SUCH_VARIABLE/],
];
for (const [what, text, pattern] of broken) {
  test(`config check refuses ${what} and says where`, async () => {
    const { code, stdout, stderr } = await run(['config', 'check', temporaryFile(text)]);
    assert.equal(code, 3);
    assert.match(stdout + stderr, pattern);
  });
  test(`serve does not start with ${what}`, async () => {
    const { code, stderr } = await run(['serve', '--config', temporaryFile(text)]);
    assert.equal(code, 3);
    assert.match(stderr, pattern);
  });
}

test('exit codes tell the classes of failure apart', async () => {
  const codes = {
    usage: (await run(['ask', '--no-such-option', 'hi'])).code,
    config: (await run(['ask', '--config', temporaryFile('nonsense: 1\n'), 'hi'])).code,
    unknownModel: (await withFake(['ask', '--model', 'no/such', 'hi'])).code,
    provider: (await withFake(['ask', '--model', 'fake/fake-401', 'hi'])).code,
    timeout: (await withFake(['ask', '--model', 'fake/fake-never', 'hi'])).code,
  };
  assert.deepEqual(codes, { usage: 2, config: 3, unknownModel: 4, provider: 5, timeout: 6 });
});

test('errors go to stderr, stdout stays empty', async () => {
  const { stdout, stderr } = await withFake(['ask', '--model', 'no/such', 'hi']);
  assert.equal(stdout, '');
  assert.match(stderr, /no\/such/);
});

test('--help and --version work everywhere', async () => {
  for (const args of [['--help'], ['serve', '--help'], ['ask', '--help'], ['route', '--help'], ['cache', '--help'], ['config', '--help']]) {
    const { code, stdout } = await run(args);
    assert.equal(code, 0, args.join(' '));
    assert.match(stdout, /signalbox|Usage/i);
  }
  assert.match((await run(['--version'])).stdout, /\d+\.\d+\.\d+/);
});
