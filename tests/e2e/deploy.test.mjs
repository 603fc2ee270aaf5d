// What stands under deploy/ fits what the program does: names of metrics, paths of probes, times of the drain.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { startCollector } from './collector.mjs';
import { readExposition } from './exposition.mjs';
import { eventually, post, root, run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { fakeConfig, fakeEnvironment } from './models.mjs';

const text = (name) => readFileSync(join(root, 'deploy', name), 'utf8');
const installed = (program) => spawnSync(program, ['--version']).error === undefined;
const manifests = ['signalbox.yaml', 'redis.yaml', 'secret.example.yaml'].flatMap((name) =>
  parseAllDocuments(text(`kubernetes/${name}`)).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS();
  }),
);
const manifest = (kind, name = 'signalbox') => manifests.find((one) => one.kind === kind && one.metadata.name === name);
const seconds = (duration) => Number(duration.replace(/s$/, ''));

let provider, collector, server;
before(async () => {
  provider = await startFakeProvider();
  collector = await startCollector();
  server = await startSignalbox({
    config: fakeConfig(provider, ['normal']) + `tracing: { endpoint: "${collector.url}" }\n`,
    env: { ...fakeEnvironment, SIGNALBOX_RECORDS: 'on' },
  });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
  await collector?.stop();
});

const ask = (more = {}) => post(server.url + '/v1/chat/completions', { model: 'fake/fake-normal', messages: [{ role: 'user', content: 'What is 2+2?' }], ...more });
const metrics = async () => readExposition(await (await fetch(server.url + '/metrics')).text());

test('/metrics is valid, and calls to models are counted under the names of OpenTelemetry', async () => {
  assert.equal((await ask()).status, 200);
  assert.equal((await ask({ model: 'fake/fake-normal', stream: true })).status, 200);
  assert.equal((await ask({ model: 'made/up' })).status, 404);
  const families = await metrics();
  const labels = { gen_ai_operation_name: 'chat', gen_ai_provider_name: 'fake', gen_ai_request_model: 'fake/fake-normal' };
  const value = (family, name, wanted) =>
    families.get(family).samples.find((sample) => sample.name === name && JSON.stringify(sample.labels) === JSON.stringify(wanted))?.value;
  assert.equal(value('gen_ai_client_operation_duration_seconds', 'gen_ai_client_operation_duration_seconds_count', labels), 2);
  assert.ok(value('gen_ai_client_token_usage', 'gen_ai_client_token_usage_sum', { ...labels, gen_ai_token_type: 'output' }) > 0);
  assert.ok(value('gen_ai_server_time_to_first_token_seconds', 'gen_ai_server_time_to_first_token_seconds_count', labels) >= 1);
  assert.ok(value('signalbox_own_time_seconds', 'signalbox_own_time_seconds_count', {}) >= 2);
  assert.ok(![...families.values()].some(({ samples }) => JSON.stringify(samples).includes('made/up')));
});

// Words of an expression that are names of series, not functions, labels or operators.
function named(expression) {
  const bare = expression.replace(/"[^"]*"/g, '').replace(/\{[^}]*\}/g, '').replace(/\b(by|without|on) *\([^)]*\)/g, '').replace(/\[[^\]]*\]/g, '');
  return bare.match(/\b(signalbox|gen_ai)_[a-z_]+/g) ?? [];
}

test('every metric that the dashboard and the alerts name is one that /metrics shows', async () => {
  const dashboard = JSON.parse(text('grafana-dashboard.json'));
  const rules = parse(text('prometheus-alerts.yaml')).groups.flatMap(({ rules }) => rules);
  const expressions = [...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)), ...rules.map(({ expr }) => expr)];
  const families = await metrics();
  const shown = new Set([...families.values()].flatMap(({ name, type }) => (type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name])));
  for (const expression of expressions) {
    const names = named(expression);
    assert.ok(names.length > 0, expression);
    for (const name of names) assert.ok(shown.has(name), `${name} in ${expression}`);
  }
});

test('alerts have names of their own, a severity and a sentence', () => {
  const rules = parse(text('prometheus-alerts.yaml')).groups.flatMap(({ rules }) => rules);
  assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
  for (const { alert, labels, annotations } of rules) assert.ok(labels.severity && annotations.summary, alert);
});

test('the manifests of Kubernetes fit each other and the program', async () => {
  const deployment = manifest('Deployment').spec;
  const labels = deployment.template.metadata.labels;
  for (const selector of [deployment.selector.matchLabels, manifest('Service').spec.selector, manifest('PodDisruptionBudget').spec.selector.matchLabels]) {
    for (const [name, value] of Object.entries(selector)) assert.equal(labels[name], value);
  }
  assert.equal(manifest('HorizontalPodAutoscaler').spec.scaleTargetRef.name, 'signalbox');
  const { containers: [container], volumes, terminationGracePeriodSeconds: grace } = deployment.template.spec;
  for (const { name } of container.volumeMounts) assert.ok(volumes.some((volume) => volume.name === name), name);
  const config = manifest('ConfigMap').data['signalbox.yaml'];
  assert.ok(grace > seconds(parse(config).server.drain) + Number(container.lifecycle.preStop.exec.command[1]));
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    assert.equal((await fetch(server.url + container[probe].httpGet.path)).status, 200, probe);
  }
  const secrets = ['signalbox', 'signalbox-keys'].map((name) => manifest('Secret', name));
  assert.ok(secrets.every(Boolean));
});

test('the unit outlives a drain, and systemd likes it', { skip: !installed('systemd-analyze') }, () => {
  const unit = join(root, 'deploy/signalbox.service');
  assert.ok(Number(text('signalbox.service').match(/^TimeoutStopSec=(\d+)$/m)[1]) > 30);
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  const complaints = (stdout + stderr).split('\n').filter((line) => line.includes('signalbox.service') && !line.includes('is not executable'));
  assert.deepEqual(complaints, []);
});

test('the compose file starts two instances that outlive a drain', () => {
  const { services } = parse(text('compose/compose.yaml'), { merge: true });
  for (const name of ['signalbox-1', 'signalbox-2']) {
    assert.ok(seconds(services[name].stop_grace_period) > 30, name);
    assert.equal(services[name].read_only, true);
    assert.match(text('haproxy.cfg'), new RegExp(` ${name}:8080`));
  }
});

test('the image runs as nobody in particular, checks its health and hears SIGTERM', () => {
  const lines = text('Dockerfile').replace(/\\\n/g, ' ').split('\n').filter((line) => line && !line.startsWith('#'));
  const words = 'FROM RUN WORKDIR COPY USER ENV EXPOSE HEALTHCHECK STOPSIGNAL ENTRYPOINT CMD'.split(' ');
  for (const line of lines) assert.ok(words.includes(line.split(' ')[0]), line);
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM')));
  assert.ok(last.some((line) => line.startsWith('USER 10001')));
  assert.ok(last.some((line) => line.startsWith('HEALTHCHECK') && line.includes('/healthz')));
  assert.ok(last.includes('STOPSIGNAL SIGTERM'));
});

test('the configurations are good', async () => {
  for (const config of [manifest('ConfigMap').data['signalbox.yaml'], text('compose/signalbox.yaml')]) {
    const keys = temporaryFile(`keys:\n  - id: first\n    hash: sha256:${'ab'.repeat(32)}\n`, 'keys.yaml');
    const file = temporaryFile(config.replace(/keys_file: .*/, `keys_file: ${keys}`));
    const { code, stdout, stderr } = await run(['config', 'check', file], { env: { OPENAI_API_KEY: 'test' } });
    assert.equal(code, 0, stdout + stderr);
  }
});

async function freePort() {
  const listener = createServer();
  await new Promise((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address();
  await new Promise((done) => listener.close(done));
  return port;
}

// fetch() does not let its caller say the Host.
function throughProxy(port, host, method, path, body) {
  return new Promise((done, failed) => {
    const call = request({ port, host: '127.0.0.1', method, path, headers: { host, 'content-type': 'application/json' } }, (answer) => {
      let all = '';
      answer.setEncoding('utf8').on('data', (part) => (all += part)).on('end', () => done({ status: answer.statusCode, text: all }));
    });
    call.on('error', failed).end(body);
  });
}

test('HAProxy takes the configuration, finds the server ready, and passes a stream on', { skip: !installed('haproxy') && 'haproxy is not installed' }, async () => {
  const port = await freePort();
  const address = server.url.replace('http://', '');
  const config = text('haproxy.cfg')
    .replace('maxconn 20000', 'maxconn 100')
    .replace('bind :8080', `bind 127.0.0.1:${port}`)
    .replace('signalbox-1:8080', address)
    .replace(/ +server s2.*\n/, '')
    .replace('hdr Host signalbox', `hdr Host ${address}`);
  const proxy = spawn('haproxy', ['-db', '-f', temporaryFile(config, 'haproxy.cfg')], { stdio: 'ignore' });
  try {
    await eventually(async () => assert.equal((await throughProxy(port, address, 'GET', '/readyz')).status, 200));
    const body = JSON.stringify({ model: 'fake/fake-normal', stream: true, messages: [{ role: 'user', content: 'What is 2+2?' }] });
    const answer = await throughProxy(port, address, 'POST', '/v1/chat/completions', body);
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.text, /data: \[DONE\]\n\n$/);
  } finally {
    proxy.kill();
  }
});
