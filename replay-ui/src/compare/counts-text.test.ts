import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSessions, rowKinds } from './compare-sessions.ts';
import { countsText } from './counts-text.ts';

test('what there is none of is not told; one differs, several differ', () => {
  const compared = compareSessions([], []);
  const counts = (given: Partial<typeof compared.counts>) =>
    countsText({ ...compared, counts: { ...compared.counts, ...given } });
  assert.equal(counts({}), '');
  assert.equal(
    counts({ same: 12_000, effect: 1, masks: 2 }),
    '12,000 the same, 1 differs in effect, 2 differ in masks',
  );
  assert.equal(
    counts({ 'only-before': 1, 'only-now': 3, asked: 1 }),
    '1 differs in what was asked, 1 only before, 3 only now',
  );
  assert.equal(
    counts(Object.fromEntries(rowKinds.map((kind) => [kind, 1]))).split(', ').length,
    rowKinds.length,
  );
});
