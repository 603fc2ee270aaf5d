// Clients of PyPI against the real binary. Their packages go into python/venv, once for each python/requirements.txt.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { servers } from './conformance.mjs';
import { cleanEnvironment } from './harness.mjs';

const run = promisify(execFile);
const folder = join(dirname(fileURLToPath(import.meta.url)), 'python');
const venv = join(folder, 'venv');
const wanted = readFileSync(join(folder, 'requirements.txt'), 'utf8');
const stamp = join(venv, 'installed.txt');

const context = servers();
before(async () => {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(venv, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', venv]);
  await run(join(venv, 'bin/pip'), ['install', '--quiet', '--no-input', '--no-compile', '--disable-pip-version-check', '-r', join(folder, 'requirements.txt')]);
  writeFileSync(stamp, wanted);
});

for (const client of ['openai', 'anthropic', 'litellm']) {
  test(client, async (report) => {
    await context.provider.reset();
    const env = cleanEnvironment({ SIGNALBOX_URL: context.server.url, PROVIDER_URL: context.provider.url, PYTHONDONTWRITEBYTECODE: '1' });
    const { error, stderr } = await run(join(venv, 'bin/python'), ['-m', 'unittest', '--verbose', `test_${client}`], { cwd: folder, env, timeout: 120_000 }).catch((error) => ({ error, stderr: error.stderr }));
    assert.ok(!error, stderr);
    report.diagnostic(/^Ran \d+ tests in .*$/m.exec(stderr)[0]);
  });
}
