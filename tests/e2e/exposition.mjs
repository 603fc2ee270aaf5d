// Reads Prometheus' text format 0.0.4 as strictly as Prometheus does, and throws where it is not valid.
import assert from 'node:assert/strict';

const nameOf = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const labelPair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

// Families by name: { type, help, samples: [{ name, labels, value }] }.
export function readExposition(text) {
  assert.ok(text.endsWith('\n'));
  const families = new Map();
  const seen = new Set();
  let family;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, name, rest] = line.match(/^# (HELP|TYPE) (\S+) (.*)$/) ?? [];
    if (keyword === 'HELP') {
      assert.match(name, nameOf);
      assert.ok(!families.has(name), `two families ${name}`);
      families.set(name, (family = { name, help: rest, type: null, samples: [] }));
    } else if (keyword === 'TYPE') {
      assert.equal(name, family.name, line);
      assert.ok(['counter', 'gauge', 'histogram'].includes(rest), line);
      assert.ok(rest !== 'counter' || name.endsWith('_total'), `${name} is a counter`);
      family.type = rest;
    } else {
      const sample = readSample(line);
      assert.ok(!seen.has(line.slice(0, line.lastIndexOf(' '))), `twice: ${line}`);
      seen.add(line.slice(0, line.lastIndexOf(' ')));
      const allowed = family.type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => family.name + end) : [family.name];
      assert.ok(allowed.includes(sample.name), line);
      family.samples.push(sample);
    }
  }
  for (const one of families.values()) if (one.type === 'histogram') checkHistogram(one);
  return families;
}

function readSample(line) {
  const [, name, inner, number] = line.match(sampleLine) ?? assert.fail(line);
  const labels = {};
  labelPair.lastIndex = 0;
  for (let at = 0; inner && at < inner.length; at = labelPair.lastIndex) {
    const [, label, value] = labelPair.exec(inner) ?? assert.fail(line);
    assert.ok(!(label in labels), line);
    labels[label] = value;
  }
  const value = Number(number);
  assert.ok(!Number.isNaN(value), line);
  return { name, labels, value };
}

// Buckets grow with their bound, the last has none, and it counts what _count does.
function checkHistogram({ name, samples }) {
  const series = Map.groupBy?.(samples, key) ?? samples.reduce((map, one) => map.set(key(one), [...(map.get(key(one)) ?? []), one]), new Map());
  for (const [which, parts] of series) {
    const buckets = parts.filter((part) => part.name === `${name}_bucket`);
    assert.equal(buckets.at(-1).labels.le, '+Inf', which);
    for (let i = 1; i < buckets.length; ++i) {
      assert.ok(buckets[i].value >= buckets[i - 1].value, which);
      assert.ok(bound(buckets[i]) > bound(buckets[i - 1]), which);
    }
    assert.equal(parts.find((part) => part.name === `${name}_count`).value, buckets.at(-1).value, which);
    assert.ok(parts.some((part) => part.name === `${name}_sum`), which);
  }
}

const bound = ({ labels: { le } }) => (le === '+Inf' ? Infinity : Number(le));
const key = ({ name, labels: { le, ...rest } }) => JSON.stringify(rest);
