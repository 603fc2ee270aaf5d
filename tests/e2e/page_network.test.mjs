// The web page on a bad network, after a reload in the middle of an answer, and in front of a server that wants a key.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startCuttingProxy } from './cutting_proxy.mjs';
import { eventually, run, startFakeProvider, startSignalbox, temporaryFile } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment } from './models.mjs';
import { answered, choose, lastAnswer, say, startBrowser, visit } from './page.mjs';

let provider, server;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider), env: fakeEnvironment });
});
after(async () => {
  await server?.stop();
  await provider?.stop();
});
const broken = [/ERR_|Failed to load resource/];
const paced = (ms) => `[[slow-tokens:${ms}]] Tell me about the sea`;
const words = (text) => text.split(/\s+/).filter(Boolean).join(' ');

// What the same message gives without any trouble.
async function calmAnswer() {
  const response = await fetch(server.url + '/api/orchestration', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ content: paced(1), model: cheap }),
  });
  return words((await response.json()).response);
}

test('a connection that is killed again and again loses no word, doubles none, and is paid once', async (t) => {
  const proxy = await startCuttingProxy(server.url);
  t.after(proxy.stop);
  // The browser believes that it speaks with the server itself.
  const browser = await startBrowser([`--host-resolver-rules=MAP ${new URL(server.url).host} ${new URL(proxy.url).host}`]);
  t.after(() => browser.close());
  const page = await visit(t, browser, server.url, { forgives: broken });
  await choose(page, cheap);
  const expected = await calmAnswer();
  await provider.reset();
  await say(page, paced(60));
  await page.locator('.answer .markdown').waitFor();
  for (let cut = 0; cut < 4; ++cut) {
    const before = (await page.locator('.answer .markdown').innerText()).length;
    proxy.plan([]); // kills what is open
    await eventually(async () => assert.ok((await page.locator('.answer .markdown').innerText()).length > before), 10_000);
  }
  await answered(page);
  assert.equal(words(await page.locator('.answer .markdown').innerText()), expected);
  assert.equal((await provider.requests()).count, 1);
});

test('a page that is loaded again in the middle of an answer reads on', async (t) => {
  const browser = await startBrowser();
  t.after(() => browser.close());
  const page = await visit(t, browser, server.url, { forgives: broken });
  await choose(page, cheap);
  const expected = await calmAnswer();
  await provider.reset();
  await say(page, paced(80));
  await page.locator('.answer .markdown').waitFor();
  await page.reload();
  await answered(page);
  assert.equal(words(await lastAnswer(page).locator('.markdown').innerText()), expected);
  assert.equal((await provider.requests()).count, 1);
});

test('a server that is gone is said in words', async (t) => {
  const short = await startSignalbox({ config: fakeConfig(provider), env: fakeEnvironment });
  const browser = await startBrowser();
  t.after(() => browser.close());
  const page = await visit(t, browser, short.url, { forgives: broken });
  await page.getByText(cheap, { exact: true }).first().waitFor();
  await short.stop();
  await say(page, 'What is 2+2?');
  await page.getByText('Signalbox does not answer. Is it still running?').waitFor();
});

test('with keys the page asks for one, keeps it in memory only, and shows what its scopes allow', async (t) => {
  const file = temporaryFile('', 'page-keys.yaml');
  rmSync(file);
  const create = async (...wishes) => (await run(['keys', 'create', '--file', file, ...wishes])).stdout.trim();
  const reader = await create('--id', 'reader', '--scope', 'chat', 'read');
  const admin = await create('--id', 'owner', '--scope', 'chat', 'read', 'admin');
  const guarded = await startSignalbox({ config: `access:\n  keys_file: ${file}\n` + fakeConfig(provider), env: fakeEnvironment });
  t.after(() => guarded.stop());
  const browser = await startBrowser();
  t.after(() => browser.close());
  const page = await visit(t, browser, guarded.url, { forgives: broken });
  const dialog = page.getByRole('dialog', { name: 'API key' });
  const give = async (key) => {
    await dialog.waitFor();
    await dialog.getByLabel('Key', { exact: true }).fill(key);
    await dialog.getByRole('button', { name: 'Use this key' }).click();
  };
  await give('sbx_wrong');
  await dialog.getByRole('alert').waitFor();
  await give(reader);
  await say(page, 'What is 2+2?');
  await answered(page);
  assert.match(await lastAnswer(page).innerText(), /2 \+ 2 is 4/);

  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByText(/for keys with the scope “admin”/).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Route cache' }).count(), 0);
  await page.getByRole('button', { name: 'Change the API key' }).click();
  await give(admin);
  await page.getByRole('heading', { name: 'Route cache' }).waitFor();

  const kept = await page.evaluate(async () => {
    const all = [...Object.entries(localStorage), ...Object.entries(sessionStorage), ['cookie', document.cookie]];
    const request = indexedDB.open('signalbox');
    const db = await new Promise((done) => (request.onsuccess = () => done(request.result)));
    const saved = db.transaction('conversations').objectStore('conversations').getAll();
    await new Promise((done) => (saved.onsuccess = done));
    return JSON.stringify([all, saved.result]);
  });
  for (const key of [reader, admin]) assert.ok(!kept.includes(key) && !kept.includes(key.slice(4, 24)));
  await page.reload();
  await dialog.waitFor();
});
