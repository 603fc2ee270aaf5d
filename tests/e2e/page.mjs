// The web page in Debian's Chromium, and an eye on what it must never do: complain on its console, or speak to anybody but its
// server.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export async function startBrowser(args = []) {
  assert.ok(existsSync(executablePath), `${executablePath} is missing: ./dev test installs it, or set CHROMIUM`);
  // Without its own sandbox: tests run as root in containers.
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}

// A fresh reader: nothing is remembered. `forgives`: console messages that the test itself causes.
export async function openPage(browser, url, { forgives = [], ...context } = {}) {
  const reader = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context });
  const page = await reader.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  const strangers = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && host !== new URL(url).host) strangers.push(request.url());
  });
  await page.goto(url);
  return {
    page,
    // Ends the visit; every test ends so.
    async close() {
      await reader.close();
      assert.deepEqual(strangers, [], 'the page asked somebody else');
      const left = complaints.filter((text) => !forgives.some((pattern) => pattern.test(text)));
      assert.deepEqual(left, [], 'the console is silent');
    },
  };
}

export async function visit(t, browser, url, options) {
  const { page, close } = await openPage(browser, url, options);
  t.after(close);
  return page;
}

// The parts of the page, by what a screen reader calls them.
export const composer = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
export const answers = (page) => page.locator('article.answer');
export const lastAnswer = (page) => answers(page).last();

export async function choose(page, model) {
  await page.getByRole('combobox', { name: 'Model' }).selectOption(model);
}

export async function say(page, text) {
  await composer(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

export async function answered(page) {
  await lastAnswer(page).locator('.facts').waitFor();
}

export async function factsOf(answer) {
  const names = await answer.locator('.facts dt').allTextContents();
  const values = await answer.locator('.facts dd').allTextContents();
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
