// The built page is part of the source: it fits its budget, and building it again from the lockfile gives the same bytes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { root } from './harness.mjs';

const web = join(root, 'web');
const dist = join(web, 'dist');
const budget = 200 * 1024;
const isFile = (name) => statSync(join(dist, name)).isFile();
const all = readdirSync(dist, { recursive: true }).filter(isFile).sort();
const plain = all.filter((name) => !/\.(br|gz)$/.test(name));
const read = (name, folder = dist) => readFileSync(join(folder, name));

test('the whole page fits into 200 KB compressed', (t) => {
  let gzip = 0;
  let brotli = 0;
  for (const name of plain) {
    const sizes = ['.gz', '.br'].map((suffix) => read(name + suffix).length);
    gzip += sizes[0];
    brotli += sizes[1];
    t.diagnostic(`${name}: ${read(name).length} bytes, gzip ${sizes[0]}, brotli ${sizes[1]}`);
  }
  t.diagnostic(`together: gzip ${gzip}, brotli ${brotli} of ${budget}`);
  assert.ok(gzip <= budget);
});

test('the compressed forms hold the same bytes', () => {
  for (const name of plain) {
    assert.deepEqual(gunzipSync(read(name + '.gz')), read(name), name);
    assert.deepEqual(brotliDecompressSync(read(name + '.br')), read(name), name);
  }
});

test('nothing in it names another host to load from', () => {
  const html = read('index.html').toString();
  assert.doesNotMatch(html, /(src|href)="(https?:)?\/\//);
  assert.doesNotMatch(html, /<script(?![^>]*src=)|<style|style=|\son\w+=/, 'nothing is inline');
  for (const name of plain.filter((name) => name.endsWith('.css'))) assert.doesNotMatch(read(name).toString(), /url\(|@import/, name);
});

const modules = join(web, 'node_modules');
const skip = existsSync(modules) ? false : 'run npm ci in web first';
test('a build from the lockfile gives the same bytes', { skip, timeout: 120_000 }, (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'signalbox-page-'));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  const sources = (path) => ![modules, dist].includes(path);
  cpSync(web, copy, { recursive: true, filter: sources });
  execFileSync('ln', ['-s', modules, join(copy, 'node_modules')]);
  execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { cwd: copy, stdio: ['ignore', 'inherit', 'inherit'] });
  const built = readdirSync(join(copy, 'dist'), { recursive: true }).filter((name) => statSync(join(copy, 'dist', name)).isFile());
  assert.deepEqual(built.sort(), plain, 'run ./dev web and commit web/dist');
  for (const name of plain) assert.ok(read(name).equals(read(name, join(copy, 'dist'))), `${name} differs: run ./dev web`);
});

test('its unit tests pass, and its types are right', { skip, timeout: 180_000 }, () => {
  execFileSync('npx', ['tsc', '--noEmit'], { cwd: web, stdio: ['ignore', 'inherit', 'inherit'] });
  execFileSync('npx', ['vitest', 'run', '--reporter=dot'], { cwd: web, stdio: ['ignore', 'pipe', 'inherit'] });
});
