// Starts the real programs for a test and stops them again. Everything listens on loopback, on a
// free port; whatever a test leaves behind is killed when its process ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
const build = join(root, 'build/dev');
export const signalboxPath = process.env.SIGNALBOX ?? join(build, 'signalbox');
const fakeProviderPath = process.env.FAKE_PROVIDER ?? join(build, 'tests/fake_provider/fake_provider');

// Sanitizers make everything slower; a hang is still found.
export const patience = 30_000;

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const folder = mkdtempSync(join(tmpdir(), 'signalbox-e2e-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

let files = 0;
export function temporaryFile(text, name = `config-${++files}.yaml`) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

// Without the keys and the Ollama of whoever runs the tests, which would switch real providers on, and without what their
// server has learned; nor does a test add to that.
export function cleanEnvironment(extra = {}) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_API_KEY$|^SIGNALBOX_|^OLLAMA_/.test(name)));
  return {
    ...env,
    XDG_STATE_HOME: join(folder, 'state'),
    SIGNALBOX_OLLAMA: 'off',
    SIGNALBOX_LEARNING: 'off',
    SIGNALBOX_RECORDS: 'off',
    ...extra,
  };
}

// A program that has said where it listens.
class Program {
  constructor(path, args, options) {
    this.output = '';
    this.child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    running.add(this.child);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (this.output += text));
    }
    this.exited = new Promise((done) => {
      this.child.on('error', (error) => done({ error }));
      this.child.on('close', (code, signal) => {
        running.delete(this.child);
        done({ code, signal });
      });
    });
  }

  async address(pattern) {
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      const found = pattern.exec(this.output);
      if (found) return found[1];
      const ended = await Promise.race([this.exited, sleep(5)]);
      if (ended) throw new Error(`ended before it listened: ${JSON.stringify(ended)}\n${this.output}`);
    }
    throw new Error(`never listened:\n${this.output}`);
  }

  // Waits until its output has `text` after position `from`.
  async says(pattern, from = 0) {
    await eventually(() => assert.match(this.output.slice(from), pattern));
  }

  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    return Promise.race([this.exited, sleep(patience, null, { ref: false }).then(() => assert.fail(`does not stop\n${this.output}`))]);
  }
}

export async function startSignalbox({ config = 'server:\n  port: 0\n', args = [], env = {} } = {}) {
  const file = temporaryFile(config);
  const program = new Program(signalboxPath, ['serve', '--config', file, ...args], { env: cleanEnvironment(env), cwd: folder });
  program.config = file;
  program.url = await program.address(/listening on (http:\/\/\S+:\d+)/);
  return program;
}

export async function startFakeProvider(args = []) {
  const program = new Program(fakeProviderPath, ['--port', '0', '--die-with-parent', ...args], { env: cleanEnvironment() });
  program.url = 'http://' + (await program.address(/listening on (\S+:\d+)/));
  program.requests = async () => (await fetch(program.url + '/requests')).json();
  program.reset = () => fetch(program.url + '/requests', { method: 'DELETE' });
  return program;
}

// Runs a command to its end. No server listens on port 1: a command that would look for one finds none.
export async function run(args, { env = {}, cwd = folder } = {}) {
  const child = spawn(signalboxPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment({ SIGNALBOX_PORT: '1', ...env }), cwd });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  const code = await new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done(code ?? signal));
  });
  clearTimeout(timer);
  running.delete(child);
  return { code, stdout, stderr };
}

// Tries `check` until it does not throw.
export async function eventually(check, limit = 5_000) {
  const deadline = Date.now() + limit;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(10);
    }
  }
}

// POSTs JSON and reads JSON.
export async function post(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  const text = await response.text();
  let json = null;
  try {
    json = JSON.parse(text);
  } catch {}
  return { status: response.status, headers: response.headers, text, json };
}
