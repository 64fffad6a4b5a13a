import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHeader } from '../records/testing/test-header.ts';
import { isRecordHeader } from './is-record-header.ts';

/** Everything that one gets by putting something else in one place. */
function* broken(value: unknown): Generator<unknown> {
  yield 7;
  yield null;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    for (const other of broken(inner))
      yield Array.isArray(value)
        ? value.map((one, at) => (String(at) === key ? other : one))
        : { ...value, [key]: other };
}

test('a header is one; with another thing in a place that views read it is none', () => {
  const header = testHeader();
  assert.equal(isRecordHeader(header), true);
  assert.equal(isRecordHeader(JSON.parse(JSON.stringify(header))), true);
  let refused = 0;
  for (const other of broken(header)) if (!isRecordHeader(other)) refused += 1;
  assert.ok(refused > 40, String(refused));
  for (const key of [
    'who',
    'client',
    'operations',
    'decision',
    'masked',
    'changes',
    'sizes',
    'parts',
    'time',
  ])
    assert.equal(isRecordHeader({ ...header, [key]: undefined }), false, key);
});
