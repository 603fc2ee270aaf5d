// Every curl command of the API page works as it stands there, against the demo models.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { root, startSignalbox } from './harness.mjs';
import { curlCommands } from './shell_blocks.mjs';

const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
const commands = curlCommands(page);
let server;
before(async () => (server = await startSignalbox()));
after(() => server?.stop());

test('the page shows how to call', () => assert.ok(commands.length > 0));

for (const command of commands) {
  test(command.slice(0, 100), async () => {
    const here = command.replaceAll(/http:\/\/(localhost|127\.0\.0\.1):8080/g, server.url);
    assert.notEqual(here, command, 'a command of the page calls the default address');
    const { stdout } = await promisify(execFile)('bash', ['-c', here + " -sS --max-time 25 --write-out '\\nstatus %{http_code}'"]);
    const status = Number(/status (\d+)$/.exec(stdout)[1]);
    assert.ok(status >= 200 && status < 300, stdout);
  });
}

test('blocks marked as not run are left out', () => {
  assert.deepEqual(curlCommands('```sh\ncurl a \\\n  -d b\n```\n\n<!-- not run -->\n```sh\ncurl c\n```\n'), ['curl a    -d b']);
});
