import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../pipeline/refusal.ts';
import { RequestBody } from './request-body.ts';

test('a body of too many values is refused with what to do about it', () => {
  const body = Buffer.from(`{"ids":[${'{},'.repeat(600_000)}{}]}`);
  assert.throws(
    () => new RequestBody({ method: 'POST', path: [], query: [], headers: {}, body }, ['ids']),
    (error) => {
      assert.ok(error instanceof Refusal);
      assert.equal(error.kind, 'unreadable');
      assert.equal(error.code, 'json-size');
      assert.match(error.message, /more than 500,000 values/);
      assert.match(error.next, /several smaller requests/);
      return true;
    },
  );
});
