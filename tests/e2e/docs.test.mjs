// Every command of the README and the API page works as it stands there, against the demo models.
// (`./dev run`, `./dev test` and the key in front of one are for a person's machine, not for this test.)
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { root, signalboxPath, startSignalbox } from './harness.mjs';
import { commandsOf, curlCommands } from './shell_blocks.mjs';

const run = promisify(execFile);
let server;
before(async () => (server = await startSignalbox()));
after(() => server?.stop());

for (const page of ['README.md', 'docs/api.md']) {
  const text = readFileSync(join(root, page), 'utf8');
  const curls = curlCommands(text);
  test(`${page} shows how to call`, () => assert.ok(curls.length > 0));

  for (const command of curls) {
    test(`${page}: ${command.slice(0, 100)}`, async () => {
      const here = command.replaceAll(/http:\/\/(localhost|127\.0\.0\.1):8080/g, server.url);
      assert.notEqual(here, command, 'a command of the page calls the default address');
      const { stdout } = await run('bash', ['-c', here + " -sS --max-time 25 --write-out '\\nstatus %{http_code}'"]);
      const status = Number(/status (\d+)$/.exec(stdout)[1]);
      assert.ok(status >= 200 && status < 300, stdout);
    });
  }

  for (const command of commandsOf(text, 'signalbox ')) {
    test(`${page}: ${command.slice(0, 100)}`, async () => {
      const env = { PATH: `${dirname(signalboxPath)}:${process.env.PATH}`, HOME: process.env.HOME, SIGNALBOX_PORT: String(new URL(server.url).port) };
      const { stdout } = await run('bash', ['-c', command], { env, timeout: 25_000 });
      assert.ok(stdout.length > 0);
    });
  }
}

test('the API page has a command for every endpoint', () => {
  const commands = curlCommands(readFileSync(join(root, 'docs/api.md'), 'utf8'));
  const { paths } = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));
  const ofARun = ['get /api/stream/orchestration', 'delete /api/orchestrations/{id}']; // they need the id of one
  const shown = ({ path, method }) => (command) => {
    const asked = /-X (\w+)/.exec(command)?.[1] ?? (/ -d /.test(command) ? 'POST' : 'GET');
    const pattern = new RegExp(`http://localhost:8080${path.replace(/\{\w+\}/, '[^\\s]+')}(\\s|$)`);
    return asked.toLowerCase() === method && pattern.test(command);
  };
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) if (!ofARun.includes(`${method} ${path}`)) assert.ok(commands.some(shown({ path, method })), `${method} ${path}`);
  }
});

test('blocks marked as not run are left out', () => {
  assert.deepEqual(curlCommands('```sh\ncurl a \\\n  -d b\n```\n\n<!-- not run -->\n```sh\ncurl c\n```\n'), ['curl a    -d b']);
});
