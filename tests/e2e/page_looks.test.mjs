// How the web page looks and how it reads: colours, widths, screen readers; the dashboard and the playground.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { eventually, startSignalbox, temporaryFile } from './harness.mjs';
import { answered, say, startBrowser, visit } from './page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let server, browser;
before(async () => {
  server = await startSignalbox();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
const forgives = [/\/api\/(decisions|analytics)/]; // not every build keeps records
const views = ['chat', 'dashboard', 'playground'];
const widths = { phone: { width: 360, height: 740 }, tablet: { width: 768, height: 1000 }, desk: { width: 1280, height: 800 } };

async function seriousFindings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

// The whole of a talk and its details, then the other views.
async function eachView(page, check) {
  await say(page, 'What is 2+2?');
  await answered(page);
  await page.getByText('Why this model').click();
  await page.locator('.timeline summary').click();
  await check('answer');
  for (const view of views) {
    await page.goto(`${server.url}/#/${view}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await check(view);
  }
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious, ${colorScheme}`, { timeout: 90_000 }, async (t) => {
    const page = await visit(t, browser, server.url, { forgives, colorScheme, bypassCSP: true, reducedMotion: 'reduce' });
    await eachView(page, async (view) => assert.deepEqual(await seriousFindings(page), [], view));
  });
}

for (const [name, viewport] of Object.entries(widths)) {
  test(`nothing is wider than the screen: ${name}`, { timeout: 60_000 }, async (t) => {
    const page = await visit(t, browser, server.url, { forgives, viewport, hasTouch: name === 'phone', isMobile: name === 'phone' });
    await eachView(page, async (view) => {
      const wide = await page.evaluate((width) => document.scrollingElement.scrollWidth - width, viewport.width);
      assert.ok(wide <= 0, `${view} is ${wide} px too wide`);
      const tooWide = await page.evaluate((width) => {
        const inBox = (node) => node.closest('.table, pre, .side, .sr-only, .knob-sheet, option, dialog, .skip') !== null;
        return [...document.querySelectorAll('#app *')]
          .filter((node) => node.getBoundingClientRect().right > width + 1 && !inBox(node))
          .map((node) => node.className || node.tagName);
      }, viewport.width);
      assert.deepEqual(tooWide, [], view);
    });
  });
}

test('the settings of a message fit on a phone', async (t) => {
  const page = await visit(t, browser, server.url, { viewport: widths.phone, hasTouch: true, isMobile: true });
  await page.getByLabel('Settings of this message').click();
  const { x, y, width } = await page.locator('.knob-sheet').boundingBox();
  assert.ok(x >= 0 && y >= 0 && x + width <= widths.phone.width, `${x} ${y} ${width}`);
});

test('the dashboard counts what was asked, shows the cache and clears it', { timeout: 60_000 }, async (t) => {
  const own = await startSignalbox();
  t.after(() => own.stop());
  const page = await visit(t, browser, own.url, { forgives });
  await say(page, 'What is 2+2?');
  await answered(page);
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await eventually(async () => assert.match(await page.locator('.tile').first().innerText(), /Requests\s+[1-9]/), 20_000);
  await page.getByRole('img', { name: /requests: lately/ }).waitFor();
  assert.equal(await page.locator('.chart canvas').count(), 4);
  assert.match(await page.getByRole('region', { name: 'Models that answered' }).innerText(), /demo\/small/);
  assert.match(await page.getByRole('region', { name: 'Models and their breakers' }).innerText(), /demo\/large\s+available/);
  const cache = page.getByRole('region', { name: 'Route cache' });
  assert.match(await cache.innerText(), /1 of 100 entries/);
  await cache.getByRole('button', { name: 'Clear' }).click();
  await cache.getByRole('button', { name: /Forget/ }).click();
  await eventually(async () => assert.match(await cache.innerText(), /0 of 100 entries/));
  for (const range of ['1 hour', '24 hours']) {
    const asked = page.waitForResponse(/\/api\/stats\?range=(1h|24h)/);
    await page.getByRole('button', { name: range }).click();
    assert.equal((await asked).status(), 200);
  }
});

test('the last decisions are listed, filtered and explained', { timeout: 60_000 }, async (t) => {
  const file = temporaryFile('', 'page-records.db');
  rmSync(file);
  const config = `server:\n  port: 0\nrecords: {file: ${file}}\n`;
  const own = await startSignalbox({ config, env: { SIGNALBOX_RECORDS: 'on' } });
  t.after(() => own.stop());
  const page = await visit(t, browser, own.url, { bypassCSP: true });
  await say(page, 'What is 2+2?');
  await answered(page);
  await say(page, 'Write a sorting algorithm');
  await eventually(async () => assert.equal(await page.locator('.facts').count(), 2), 20_000);
  await page.getByRole('link', { name: 'Dashboard' }).click();
  const rows = page.locator('.decisions tbody tr');
  await eventually(async () => assert.equal(await rows.count(), 2), 20_000);
  await page.getByRole('combobox', { name: 'Category' }).selectOption('code');
  await eventually(async () => assert.equal(await rows.count(), 1));
  assert.match(await rows.first().innerText(), /code \d+\/10\s+demo\/large\s+answered/);
  await rows.first().getByRole('button').click();
  await page.getByText(/The runner-up was demo\//).waitFor();
  await page.getByText('Today it would be routed the same way.').waitFor();
  await page.locator('.detail .candidates').waitFor();
  const kinds = page.getByRole('region', { name: 'Messages by kind' });  // asked for anew every 15 s
  await eventually(async () => assert.match(await kinds.innerText(), /code/), 20_000);
  assert.deepEqual(await seriousFindings(page), []);
});

test('dark and light follow the system until the reader chooses, and the choice stays', async (t) => {
  const page = await visit(t, browser, server.url, { forgives, colorScheme: 'dark' });
  const lightness = () => page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.documentElement).backgroundColor)[0]));
  assert.ok((await lightness()) < 60, 'dark');
  await page.getByRole('button', { name: /Colours/ }).click();
  assert.ok((await lightness()) > 200, 'light');
  await page.reload();
  assert.ok((await lightness()) > 200, 'still light');
});

test('on a phone the conversations are behind a button', async (t) => {
  const page = await visit(t, browser, server.url, { forgives, viewport: widths.phone, hasTouch: true, isMobile: true });
  await say(page, 'What is 2+2?');
  await answered(page);
  const entry = page.locator('.side li a');
  assert.equal(await entry.isVisible(), false);
  await page.getByRole('button', { name: 'Conversations' }).click();
  await entry.click();
  await eventually(async () => assert.equal(await entry.isVisible(), false));
});

test('a screen reader hears stages and the end, not every word', async (t) => {
  const page = await visit(t, browser, server.url);
  await page.evaluate(() => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(document.querySelector('[role=status]').textContent)).observe(document.querySelector('[role=status]'), {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await say(page, 'Write a sorting algorithm');
  await answered(page);
  await eventually(async () => assert.match((await page.evaluate(() => window.heard)).at(-1) ?? '', /^Answer of demo\//));
  const heard = await page.evaluate(() => window.heard);
  assert.ok(heard.length >= 3 && heard.length <= 14, heard.join('\n'));
  assert.ok(heard.some((text) => /^Generating response/.test(text)), heard.join('\n'));
});

test('the playground tells while one types, and compares', { timeout: 60_000 }, async (t) => {
  const page = await visit(t, browser, `${server.url}/#/playground`);
  const route = page.getByRole('region', { name: 'Analysis and plan' });
  await page.getByRole('textbox', { name: 'Prompt' }).fill('hi');
  await eventually(async () => assert.match(await route.innerText(), /demo\/small[\s\S]*1 of 10/));
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Prove in three different ways that there are infinitely many primes, and weigh the proofs');
  await eventually(async () => assert.match(await route.innerText(), /demo\/large[\s\S]*8 of 10/));
  await page.getByRole('slider', { name: /Quality/ }).fill('0');
  await eventually(async () => assert.match(await route.innerText(), /demo\/(small|medium)/));
  await page.getByRole('textbox', { name: 'Prompt' }).fill('What is 2+2?');
  await page.getByRole('button', { name: 'Another' }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  await eventually(async () => assert.equal(await page.locator('.compare .facts').count(), 3), 20_000);
  for (const text of await page.locator('.compare .markdown').allInnerTexts()) assert.match(text, /2 \+ 2 = 4/);
});
