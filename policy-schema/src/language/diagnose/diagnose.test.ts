import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDocument, testNow } from '../../testing/language-document.ts';
import { testCatalogue } from '../../testing/test-catalogue.ts';
import { analyse } from '../analyse.ts';
import { diagnose } from './diagnose.ts';

test('of more than can be shown the gravest are, wherever they stand, and how many are left out', () => {
  const watched = Array.from(
    { length: 700 },
    (_, i) => `- { id: w${i}, effect: deny, mode: monitor, operations: [search, read] }\n`,
  );
  const { text } = testDocument(`${watched.join('')}- { id: bad, effect: dany }\n`);
  const analysis = analyse(
    { path: 'test.policy.yaml', text },
    { now: testNow, isLinear: () => true, catalogue: testCatalogue },
  );
  const all = diagnose(analysis, Number.POSITIVE_INFINITY);
  assert.ok(all.length > 1000, String(all.length));
  const shown = diagnose(analysis);
  assert.equal(shown.length, 1000);
  assert.deepEqual(
    shown.filter(({ severity }) => severity === 'error'),
    all.filter(({ severity }) => severity === 'error'),
  );
  const told = new RegExp(` ${all.length - 1000} more are not shown, none graver\\.$`);
  assert.equal(shown.filter(({ remedy }) => told.test(remedy)).length, 1);
  assert.ok(all.every(({ remedy }) => !told.test(remedy)));
  assert.ok(shown.every(({ start }, at) => at === 0 || shown[at - 1]!.start <= start));
});
