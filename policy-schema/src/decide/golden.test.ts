import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { buildInput } from '../testing/build-input.ts';
import { expectDecision } from '../testing/expect-decision.ts';
import type { GoldenFile, GoldenSet } from '../testing/golden-case.ts';
import { loadRules, tryRules } from '../testing/load-rules.ts';
import { decide } from './decide.ts';

/** Golden cases: `combining` is the numbered list, `sentences` has one or more for each sentence of the section. */
const folder = new URL('../../testdata/', import.meta.url);

function runSet({ rules, problems, cases = [] }: GoldenSet): void {
  if (problems !== undefined) {
    const loaded = tryRules(rules);
    assert.deepEqual(loaded.ok ? [] : loaded.problems.map(({ code }) => code), problems);
    return;
  }
  for (const order of [rules, [...rules].reverse()]) {
    const set = loadRules(order);
    for (const { name, identity, operation = {}, operations = [operation], expect } of cases) {
      assert.doesNotThrow(() => expectDecision(decide(set, buildInput(identity, operations)), expect), name);
    }
  }
}

for (const kind of ['combining', 'sentences']) {
  describe(kind, () => {
    for (const file of readdirSync(new URL(`${kind}/`, folder)).sort()) {
      const golden = parse(readFileSync(new URL(`${kind}/${file}`, folder), 'utf8')) as GoldenFile;
      test(`${file}: ${golden.title}`, () => {
        for (const set of golden.sets ?? [golden]) runSet(set);
      });
    }
  });
}

test('all 31 golden cases are there', () => {
  const numbers = readdirSync(new URL('combining/', folder)).map((file) => Number(file.slice(0, 2)));
  assert.deepEqual(
    [...new Set(numbers)].sort((a, b) => a - b),
    Array.from({ length: 31 }, (_, i) => i + 1),
  );
});
