// Real Redis servers on ports of their own, and a false one that misbehaves as told.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, patience } from './harness.mjs';

export async function freePort() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export const cli = (port, ...words) => spawnSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' }).stdout.trim();

const alive = new Set();
process.on('exit', () => alive.forEach((server) => server.end()));

export async function startRedis({ port, args = [] } = {}) {
  const chosen = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-redis-'));
  const child = spawn('redis-server', ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, ...args], { stdio: 'ignore' });
  const gone = new Promise((done) => child.on('close', done));
  const server = {
    port: chosen,
    url: `redis://127.0.0.1:${chosen}`,
    end: () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
    stop: async () => {
      alive.delete(server);
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  alive.add(server);
  await eventually(() => {
    if (cli(chosen, 'PING') !== 'PONG') throw new Error('redis-server does not answer');
  }, patience);
  return server;
}

// A Redis that speaks TLS alone with its clients, and the tunnel to it of docs/redis.md.
export async function startRedisBehindTls() {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-tls-'));
  const [certificate, key] = [join(folder, 'redis.crt'), join(folder, 'redis.key')];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '1', '-subj', '/CN=cache.test', '-addext', 'subjectAltName=DNS:cache.test'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const [tls, port] = [await freePort(), await freePort()];
  const redis = await startRedis({ args: ['--tls-port', String(tls), '--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no'] });
  const rules = join(folder, 'stunnel.conf');
  writeFileSync(rules, `foreground = yes\npid =\n[redis]\nclient = yes\naccept = 127.0.0.1:${port}\nconnect = 127.0.0.1:${tls}\nCAfile = ${certificate}\nverifyChain = yes\ncheckHost = cache.test\n`);
  const tunnel = spawn('stunnel4', [rules], { stdio: 'ignore' });
  const behind = {
    port: redis.port,
    url: `redis://127.0.0.1:${port}`,
    end: () => tunnel.kill('SIGKILL'),
    stop: async () => {
      alive.delete(behind);
      behind.end();
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  alive.add(behind);
  return behind;
}

// Three masters.
export async function startCluster() {
  const masters = [];
  for (let i = 0; i < 3; ++i) {
    const [port, bus] = [await freePort(), await freePort()];
    masters.push(await startRedis({ port, args: ['--cluster-enabled', 'yes', '--cluster-port', String(bus), '--cluster-node-timeout', '2000'] }));
  }
  const addresses = masters.map((master) => `127.0.0.1:${master.port}`);
  const made = spawnSync('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], { encoding: 'utf8', timeout: patience });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  await eventually(() => {
    for (const master of masters) if (!cli(master.port, 'CLUSTER', 'INFO').includes('cluster_state:ok')) throw new Error('no cluster yet');
  }, patience);
  return masters;
}

// Whole commands off the front of what came.
function take(state) {
  const commands = [];
  for (;;) {
    let at = 0;
    const line = () => {
      const end = state.text.indexOf('\r\n', at);
      if (end < 0) return null;
      const text = state.text.slice(at, end);
      at = end + 2;
      return text;
    };
    const head = line();
    if (head === null) return commands;
    const words = [];
    for (let i = 0; i < Number(head.slice(1)); ++i) {
      const size = line();
      if (size === null || state.text.length < at + Number(size.slice(1)) + 2) return commands;
      words.push(state.text.slice(at, at + Number(size.slice(1))));
      at += Number(size.slice(1)) + 2;
    }
    commands.push(words);
    state.text = state.text.slice(at);
  }
}

const bulk = (text) => `$${Buffer.byteLength(text, 'latin1')}\r\n${text}\r\n`;

// `server.behave(words)` gives the bytes of a reply, null for none, '' to close the connection; a promise of those too.
export async function startFalseRedis() {
  const values = new Map();
  const good = (words) => {
    if (words[0] === 'SET') return values.set(words[1], words[2]), '+OK\r\n';
    if (words[0] === 'GET') return values.has(words[1]) ? bulk(values.get(words[1])) : '$-1\r\n';
    return '-ERR unknown command\r\n';
  };
  const sockets = new Set();
  const self = { values, good, behave: good, commands: 0 };
  const listener = net.createServer((socket) => {
    const state = { text: '' };
    let order = Promise.resolve();
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      state.text += bytes.toString('latin1');
      for (const words of take(state)) {
        ++self.commands;
        order = order.then(async () => {
          const reply = await self.behave(words);
          if (reply === '') socket.destroy();
          else if (reply !== null) socket.write(Buffer.from(reply, 'latin1'));
        });
      }
    });
  });
  const port = await freePort();
  const listen = () => new Promise((done) => listener.listen(port, '127.0.0.1', done));
  await listen();
  return Object.assign(self, {
    port,
    url: `redis://127.0.0.1:${port}`,
    listen,
    drop: () => sockets.forEach((socket) => socket.destroy()),
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((done) => listener.close(done));
    },
  });
}
