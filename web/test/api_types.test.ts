// @vitest-environment node
// The names that the page reads are names that docs/openapi.json tells of.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Json = Record<string, unknown>;
const description = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as Json;
const types = readFileSync(new URL('../src/api/types.ts', import.meta.url), 'utf8');

// Every name of a member anywhere in the description of answers.
function namesIn(value: unknown, names = new Set<string>()): Set<string> {
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, inner] of Object.entries(next)) {
      if (name === 'properties') for (const member of Object.keys(inner as Json)) names.add(member);
      waiting.push(inner);
    }
  }
  return names;
}

// The members of one interface of types.ts, those of its inline objects too.
function membersOf(name: string): string[] {
  const text = new RegExp(`export interface ${name} [^{]*\\{\\n([^]*?)\\n\\}`).exec(types)?.[1] ?? '';
  return [...text.replace(/\/\/.*$/gm, '').matchAll(/(\w+)\??:/g)].map((match) => match[1]!);
}

describe('the types of the API', () => {
  const known = namesIn(description);
  // What the description leaves open (analysis, plan, attempts) is held against real answers, in tests/e2e/page_types.test.mjs.
  const described = ['Usage', 'ChainResult', 'RouteAnswer', 'ModelList', 'CacheState', 'RoutingHealth', 'StatsMembers', 'Percentiles'];
  for (const name of described) {
    it(`${name} has no member that nobody tells of`, () => {
      const members = membersOf(name);
      expect(members.length).toBeGreaterThan(0);
      expect(members.filter((member) => !known.has(member))).toEqual([]);
    });
  }
});
