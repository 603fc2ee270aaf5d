// A local Ollama is found by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, post, startFakeProvider, startSignalbox } from './harness.mjs';

let provider;
before(async () => {
  provider = await startFakeProvider();
});
after(() => provider?.stop());

const nobody = 'http://127.0.0.1:1';
const start = (env, config) => startSignalbox({ env: { SIGNALBOX_OLLAMA: 'on', OLLAMA_HOST: provider.url, ...env }, ...(config && { config }) });
const models = async (server) => (await (await fetch(server.url + '/v1/models')).json()).data.map((model) => model.id);
const ask = (server, model) => post(server.url + '/v1/chat/completions', { model, messages: [{ role: 'user', content: 'What is 2+2?' }] });

test('its models replace the demo models and answer', async () => {
  const server = await start({});
  try {
    await eventually(async () => assert.ok((await models(server)).includes('ollama/qwen3:8b')));
    assert.ok(!(await models(server)).some((id) => id.startsWith('demo/')));
    assert.equal((await ask(server, 'ollama/qwen3:8b')).json.choices[0].message.content, '2 + 2 is 4.');
    assert.match((await ask(server, 'auto')).headers.get('x-signalbox-model'), /^ollama\//);
    await server.says(/"ollama found"/);
  } finally {
    await server.stop();
  }
});

test('it is found again after a reload, and missed by nobody where it is not', async () => {
  const server = await start({ OLLAMA_HOST: nobody });
  try {
    assert.equal((await ask(server, 'auto')).status, 200);
    assert.ok((await models(server)).some((id) => id.startsWith('demo/')));
    server.child.kill('SIGHUP');
    await server.says(/"reloaded"/);
    assert.ok((await models(server)).some((id) => id.startsWith('demo/')));
  } finally {
    await server.stop();
  }
  const second = await start({});
  try {
    await eventually(async () => assert.ok((await models(second)).includes('ollama/qwen3:8b')));
    const from = second.output.length;
    second.child.kill('SIGHUP');
    await second.says(/"ollama found"/, from);
    assert.ok((await models(second)).includes('ollama/qwen3:8b'));
  } finally {
    await second.stop();
  }
});

test('it is not looked for when it is switched off', async () => {
  await provider.reset();
  const server = await start({ SIGNALBOX_OLLAMA: 'off' });
  try {
    assert.equal((await ask(server, 'auto')).status, 200);
    assert.ok((await models(server)).every((id) => !id.startsWith('ollama/')));
  } finally {
    await server.stop();
  }
});
