import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hits } from '../hits/hit.ts';
import { compareHits } from './compare-hits.ts';

const hits = (...ids: readonly string[]): Hits => ({
  measure: 'distance',
  groups: [
    { hits: ids.map((id, at) => ({ id: id.charAt(0), distance: at / 10, document: id, fields: {} })) },
  ],
});

test('hits are paired by id: moved, changed, only here, only there', () => {
  assert.deepEqual(compareHits(hits('a', 'b', 'c'), hits('b', 'a changed', 'd')), [
    { id: 'b', after: 1, distanceAfter: 0, before: 2, distanceBefore: 0.1, differs: false },
    { id: 'a', after: 2, distanceAfter: 0.1, before: 1, distanceBefore: 0, differs: true },
    { id: 'd', after: 3, distanceAfter: 0.2, differs: false },
    { id: 'c', before: 3, distanceBefore: 0.2, differs: false },
  ]);
  assert.deepEqual(compareHits(undefined, undefined), []);
  assert.equal(compareHits(hits('a'), undefined)[0]?.before, 1);
});
