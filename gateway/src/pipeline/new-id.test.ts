import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from './new-id.ts';

test('ids are ULIDs, all different, and use the whole alphabet', () => {
  const ids = Array.from({ length: 2000 }, newId);
  assert.ok(ids.every((id) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)));
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(ids.flatMap((id) => [...id.slice(10)])).size, 32);
});
