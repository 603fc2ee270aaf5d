// How good the routing is on a file of outcomes, by the real binary.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { root, run, temporaryFile } from './harness.mjs';

const example = join(root, 'examples/outcomes.csv');
const quick = ['--resamples', '50'];

test('eval tells figures, a plot and a verdict', async () => {
  const { code, stdout, stderr } = await run(['eval', example, ...quick]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^ours +0\.\d{3} \[/m);
  assert.match(stdout, /^Verdict: (better|not better|insufficient data)/m);
  assert.equal(stderr, '');
});

test('eval --json reads a packed file and says the same as of the plain one', async () => {
  const packed = temporaryFile(gzipSync(readFileSync(example)), 'outcomes.csv.gz');
  const figures = async (file) => {
    const { code, stdout } = await run(['eval', file, '--json', ...quick]);
    assert.equal(code, 0);
    return { ...JSON.parse(stdout), file: '' };
  };
  const found = await figures(packed);
  assert.deepEqual(found, await figures(example));
  assert.equal(found.prompts, 64);
  assert.ok(found.routers.oracle.apgr.value > found.routers.ours.apgr.value);
  assert.equal(found.curves.ours.length, 101);
});

test('eval compares two of several models, with prices', async () => {
  const lines = ['prompt_id,prompt,model:small,model:medium,model:large'];
  for (let i = 0; i < 60; ++i) lines.push(`p${i},question ${i},${i % 2},${i % 3 ? 1 : 0},1`);
  const file = temporaryFile(lines.join('\n'), 'models.csv');
  const prices = ['small=0.1/0.4', 'medium=1/4', 'large=5/20'].flatMap((price) => ['--price', price]);
  const { code, stdout, stderr } = await run(['eval', file, '--json', ...prices, ...quick]);
  assert.equal(code, 0, stderr);
  const found = JSON.parse(stdout);
  assert.deepEqual([found.weak, found.strong, found.costBasis], ['small', 'large', 'prices']);
  assert.ok(Math.abs(found.always.weakCost - 0.02) < 1e-9);
  const other = JSON.parse((await run(['eval', file, '--json', '--weak', 'medium', ...prices, ...quick])).stdout);
  assert.equal(other.weak, 'medium');
});

test('eval says where a file is wrong, and ends as the command line does for a wrong question', async () => {
  const file = temporaryFile('prompt_id,prompt,weak,strong\na,hi,1,1\nb,ho,maybe,1\n', 'wrong.csv');
  const { code, stdout, stderr } = await run(['eval', file]);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /wrong\.csv:3:6: weak: expected a number from 0 to 1, found "maybe"/);
  const json = await run(['eval', file, '--json']);
  assert.equal(json.code, 2);
  assert.equal(JSON.parse(json.stdout).error.code, 'invalid_value');
});
