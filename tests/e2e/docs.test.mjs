// Every command of the README, the API page and the routing page works as it stands there, against the demo models;
// embeddings, which these have none of, against a provider's model of the name that is shown.
// (`./dev run`, `./dev test` and the key in front of one are for a person's machine, not for this test.)
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { root, signalboxPath, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { commandsOf, curlCommands, curlLines, scripts } from './shell_blocks.mjs';

const run = promisify(execFile);
let server, embedder, provider;
before(async () => {
  const learning = '  port: 0\nlearning: { file: none, exploration: 0 }\n';
  const records = `records: { file: ${temporaryFile('', 'docs.db')} }\n`;
  server = await startSignalbox({ config: 'server:\n' + learning + records, env: { SIGNALBOX_LEARNING: 'on', SIGNALBOX_RECORDS: 'on' } });
  provider = await startFakeProvider();
  embedder = await startSignalbox({
    config: `server:
  port: 0
providers:
  - { name: fake, base_url: "${provider.url}/v1" }
models:
  - { id: text-embedding-3-small, provider: fake }
`,
  });
});
after(async () => {
  for (const program of [embedder, server, provider]) await program?.stop();
});

const usual = /http:\/\/(localhost|127\.0\.0\.1):8080/g;
const aimed = (command) => command.replaceAll(usual, command.includes('/v1/embeddings') ? embedder.url : server.url);

for (const page of ['README.md', 'docs/api.md', 'docs/routing.md']) {
  const text = readFileSync(join(root, page), 'utf8');
  const curls = curlCommands(text);
  test(`${page} shows how to call`, () => assert.ok(curls.length + commandsOf(text, 'signalbox ').length > 0));

  for (const command of curls) {
    test(`${page}: ${command.slice(0, 100)}`, async () => {
      const here = aimed(command);
      assert.notEqual(here, command, 'a command of the page calls the default address');
      const { stdout } = await run('bash', ['-c', here + " -sS --max-time 25 --write-out '\\nstatus %{http_code}'"]);
      const status = Number(/status (\d+)$/.exec(stdout)[1]);
      assert.ok(status >= 200 && status < 300, stdout);
    });
  }

  for (const script of scripts(text)) {
    test(`${page}: ${script.slice(0, 100)}`, async () => {
      const here = aimed(script).replaceAll(/(^|\$\()curl /gm, '$1curl -sS --fail-with-body --max-time 25 ');
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', here], { timeout: 60_000 });
      assert.ok(stdout.length > 0);
    });
  }

  for (const command of commandsOf(text, 'signalbox ')) {
    test(`${page}: ${command.slice(0, 100)}`, async () => {
      const env = { PATH: `${dirname(signalboxPath)}:${process.env.PATH}`, HOME: process.env.HOME, SIGNALBOX_PORT: String(new URL(server.url).port) };
      const { stdout } = await run('bash', ['-c', command], { env, cwd: root, timeout: 25_000 });
      assert.ok(stdout.length > 0);
    });
  }
}

test('the API page has a command for every endpoint', () => {
  const commands = curlLines(readFileSync(join(root, 'docs/api.md'), 'utf8'));
  const { paths } = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')); // a test holds it to the table of endpoints
  const shown = ({ path, method }) => (command) => {
    const asked = /-X (\w+)/.exec(command)?.[1] ?? (/ -d /.test(command) ? 'POST' : 'GET');
    const pattern = new RegExp(`http://localhost:8080${path.replace(/\{\w+\}/, '[^\\s?"]+')}(\\?[^\\s"]*)?"?(\\s|$)`);
    return asked.toLowerCase() === method && pattern.test(command);
  };
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) assert.ok(commands.some(shown({ path, method })), `${method} ${path}`);
  }
});

test('the page shows how to read, resume and end a run, and says what comes of it', async () => {
  const [script] = scripts(readFileSync(join(root, 'docs/api.md'), 'utf8'));
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', aimed(script).replaceAll('curl ', 'curl -sS ')], { timeout: 60_000 });
  const ids = [...stdout.matchAll(/^id: orc_\w+:(\d+)$/gm)].map((found) => Number(found[1]));
  const last = Math.max(...ids);
  const from = (first) => Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
  assert.deepEqual(ids, [...from(1), ...from(4)]);
  assert.match(stdout, /{"cancelled":false}$/);
});

test('blocks marked as not run are left out', () => {
  assert.deepEqual(curlCommands('```sh\ncurl a \\\n  -d b\n```\n\n<!-- not run -->\n```sh\ncurl c\n```\n'), ['curl a    -d b']);
});

test('a block that keeps what a command says is one script', () => {
  const page = '```sh\ncurl a\n```\n\n```sh\nid=$(curl b)\ncurl "c/$id"\n```\n';
  assert.deepEqual(scripts(page), ['id=$(curl b)\ncurl "c/$id"\n']);
  assert.deepEqual(curlCommands(page), ['curl a']);
  assert.deepEqual(curlLines(page), ['curl a', 'id=$(curl b)', 'curl "c/$id"']);
});
