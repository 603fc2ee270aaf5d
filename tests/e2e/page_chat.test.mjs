// The chat of the web page, as a reader uses it: a real browser, the real binary, a fake provider.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startFakeProvider, startSignalbox } from './harness.mjs';
import { cheap, fakeConfig, fakeEnvironment, strong } from './models.mjs';
import { answered, answers, choose, composer, factsOf, lastAnswer, say, startBrowser, visit } from './page.mjs';

let provider, server, browser;
before(async () => {
  provider = await startFakeProvider();
  server = await startSignalbox({ config: fakeConfig(provider, ['refusal', 'echo', '500']), env: { ...fakeEnvironment, SIGNALBOX_LEARNING: 'on' } });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop();
});
const open = (t, options) => visit(t, browser, server.url, options);
const slow = '[[slow-tokens:600]] Tell me about the sea';

test('the first screen says what this is, which models are there, and where three messages would go', async (t) => {
  const page = await open(t);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText(cheap, { exact: true }).first().waitFor();
  const suggestions = page.locator('.suggestions button');
  assert.equal(await suggestions.count(), 3);
  await eventually(async () => assert.equal((await suggestions.allInnerTexts()).filter((text) => text.includes('→ fake/')).length, 3));
});

test('a suggestion is asked with one click', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: /What is 2\+2/ }).click();
  await answered(page);
  assert.match(await lastAnswer(page).innerText(), /2 \+ 2 is 4/);
});

test('an answer goes through its stages in order and tells what it was worth', async (t) => {
  const page = await open(t);
  await say(page, '[[slow-tokens:30]] Tell me about the sea');
  await lastAnswer(page).getByRole('progressbar').waitFor();
  assert.equal(await lastAnswer(page).getAttribute('aria-busy'), 'true');
  const progress = [];
  while (await lastAnswer(page).getByRole('progressbar').isVisible()) {
    const value = await lastAnswer(page).getByRole('progressbar').getAttribute('value', { timeout: 200 }).catch(() => null);
    if (value !== null) progress.push(Number(value));
  }
  assert.deepEqual(progress, [...progress].sort((a, b) => a - b), 'progress never goes back');
  await answered(page);
  const stages = await lastAnswer(page).locator('.stage-name').allTextContents();
  assert.match(stages[0], /^Analyze complexity \d+\/10/);
  assert.match(stages[1], /^Route fake\//);
  assert.match(stages[2], /^fake\/.* \d+ tokens/);
  const facts = await factsOf(lastAnswer(page));
  assert.match(facts.model, /^fake\//);
  assert.match(facts.cost, /^\$0\.\d+$/);
  assert.match(facts.tokens, /\d+ in, \d+ out/);
  assert.match(facts.time, /s$/);
  assert.equal(facts.route, 'fresh');
  await page.getByText('Why this model').click();
  assert.ok((await lastAnswer(page).locator('.candidates tbody tr').count()) >= 2);
  assert.match(await lastAnswer(page).locator('.candidates .chosen').innerText(), /chosen/);
});

test('the same message again has its route from the cache, and says so', async (t) => {
  const page = await open(t);
  await say(page, 'Write a haiku about signal boxes');
  await answered(page);
  await page.getByRole('button', { name: 'Retry' }).click();
  await eventually(async () => assert.match((await factsOf(lastAnswer(page))).route ?? '', /💾 cached/));
  await page.getByRole('button', { name: 'The answer before' }).click();
  assert.equal((await factsOf(lastAnswer(page))).route, 'fresh');
});

test('stop ends the run here and at the provider, and keeps what came', async (t) => {
  const page = await open(t);
  await provider.reset();
  await choose(page, cheap);
  await say(page, slow);
  await page.locator('.answer .markdown').waitFor();
  await page.getByRole('button', { name: 'Stop the answer' }).click();
  await page.getByText('You stopped this answer.').waitFor();
  assert.notEqual(await page.locator('.answer .markdown').innerText(), '');
  await eventually(async () => assert.equal((await provider.requests()).client_left_early, 1));
});

test('Escape stops too', async (t) => {
  const page = await open(t);
  await choose(page, cheap);
  await say(page, slow);
  await page.locator('.answer .markdown').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('You stopped this answer.').waitFor();
});

test('an answer that is replaced stays at hand, folded', async (t) => {
  const withoutSmall = fakeConfig(provider, ['refusal']).replace(/  - id: fake\/small[^]*?(?=  - id)/, '');
  const weak = await startSignalbox({ config: withoutSmall, env: fakeEnvironment });
  t.after(() => weak.stop());
  const page = await visit(t, browser, weak.url);
  await page.getByLabel('Settings of this message').click();
  await page.getByRole('slider', { name: /Quality/ }).fill('0');
  await page.keyboard.press('Escape');
  await say(page, 'Tell me about the sea');
  await answered(page);
  const answer = lastAnswer(page);
  assert.match(await answer.locator('.replaced summary').innerText(), /Replaced: the answer of fake\//);
  const names = await answer.locator('.stage-name').allTextContents();
  assert.ok(names.some((name) => /Not good enough/.test(name)), names.join('\n'));
  assert.ok(names.some((name) => /^Retry/.test(name)), names.join('\n'));
});

test('an error is said in words, with its code, and can be tried again', async (t) => {
  const page = await open(t);
  await choose(page, 'fake/fake-500');
  await say(page, 'Tell me about the sea');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /No answer[\s\S]*provider_/);
  await page.getByRole('combobox', { name: /Ask again/ }).selectOption(strong);
  await answered(page);
  assert.equal((await factsOf(lastAnswer(page))).model, strong);
});

test('a message is edited and sent again, and what came after it goes', async (t) => {
  const page = await open(t);
  await say(page, 'What is 2+2?');
  await answered(page);
  await say(page, 'Tell me about the sea');
  await answered(page);
  await page.getByRole('button', { name: 'Edit and send again' }).first().click();
  await page.getByRole('textbox', { name: 'Edit the message' }).fill('What is 2+3?');
  await page.locator('.editor').getByRole('button', { name: 'Send' }).click();
  await eventually(async () => assert.equal(await answers(page).count(), 1));
  assert.deepEqual(await page.locator('.bubble').allTextContents(), ['What is 2+3?']);
});

test('models are told what was said before', async (t) => {
  const page = await open(t);
  await choose(page, cheap);
  await say(page, 'What is 2+2?');
  await answered(page);
  await say(page, 'And what else?');
  await eventually(async () => assert.equal(await page.locator('.facts').count(), 2));
  const { requests } = await provider.requests();
  assert.deepEqual(
    requests.at(-1).body.messages?.map((message) => message.role) ?? JSON.parse(requests.at(-1).body).messages.map((message) => message.role),
    ['user', 'assistant', 'user'],
  );
});

test('conversations are kept in the browser, opened again, exported and deleted', async (t) => {
  const page = await open(t);
  await say(page, 'What is 2+2?');
  await answered(page);
  await page.reload();
  await answered(page);
  assert.match(await lastAnswer(page).innerText(), /2 \+ 2 is 4/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as Markdown' }).click();
  assert.match((await download).suggestedFilename(), /^What-is-2-2-\.md$/);
  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Delete “What is 2+2?”' }).click();
  await eventually(async () => assert.equal(await page.locator('.side li').count(), 0));
});

test('a rating reaches the server', async (t) => {
  const page = await open(t);
  await say(page, 'What is 2+2?');
  await answered(page);
  const told = page.waitForResponse(/\/api\/feedback$/);
  await page.getByRole('button', { name: 'Good answer' }).click();
  assert.equal((await told).status(), 200);
  await page.getByText('Routing learns from it.', { exact: true }).waitFor();
});

test('what a model writes is shown and can do nothing', async (t) => {
  const page = await open(t);
  const attack = [
    '<script>window.hit = 1</script>',
    '<img src=x onerror="window.hit=2">',
    '<svg onload="window.hit=3"></svg>',
    '[a link](javascript:window.hit=4)',
    '![a picture](http://127.0.0.1:9/pixel.gif)',
    '<a href="javascript:window.hit=5">raw</a>',
    '<iframe src="http://127.0.0.1:9/"></iframe>',
    '<style>body{display:none}</style>',
    '[good](https://example.org/)',
  ].join('\n\n');
  await choose(page, 'fake/fake-echo');
  await say(page, attack);
  await answered(page);
  const text = lastAnswer(page).locator('.markdown');
  assert.match(await text.innerText(), /<script>window\.hit = 1<\/script>/);
  assert.equal(await text.locator('script, img, svg, iframe, style').count(), 0);
  for (const link of await text.locator('a').all()) await link.click({ modifiers: [], noWaitAfter: true, trial: true });
  assert.deepEqual(await text.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))), [
    'http://127.0.0.1:9/pixel.gif',
    'https://example.org/',
  ]);
  assert.equal(await page.evaluate(() => window.hit), undefined);
});

test('code is highlighted and copied', async (t) => {
  const page = await open(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await choose(page, strong);
  await say(page, 'Write a sorting algorithm');
  await answered(page);
  await page.locator('.code .hljs-keyword').first().waitFor();
  await page.locator('.copy-code').first().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /def merge_sort/);
});

test('keys do what the help says', async (t) => {
  const page = await open(t);
  await page.locator('h1').click();
  await page.keyboard.press('/');
  assert.ok(await composer(page).evaluate((area) => area === document.activeElement));
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  assert.equal(await composer(page).inputValue(), 'one\ntwo');
  await page.keyboard.press('Enter');
  await answered(page);
  assert.equal(await composer(page).inputValue(), '');
  await page.locator('.bubble').click();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
});
