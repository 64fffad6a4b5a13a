import assert from 'node:assert/strict';
import { test } from 'node:test';
import { same } from './same.ts';

/** A piece of data that counts how often it is written. */
function counting(data: object): { readonly data: object; readonly times: () => number } {
  let times = 0;
  const toJSON = (): object => {
    times++;
    return data;
  };
  return { data: { toJSON }, times: () => times };
}

test('data is written once, however often it is compared', () => {
  const one = counting({ field: 'tenant', value: ['acme', 'shared'] });
  const alike = counting({ field: 'tenant', value: ['acme', 'shared'] });
  const other = counting({ field: 'tenant', value: ['shared', 'acme'] });
  for (let times = 0; times < 3; times++) {
    assert.ok(same(one.data, alike.data));
    assert.ok(!same(one.data, other.data));
  }
  assert.deepEqual(
    [one, alike, other].map(({ times }) => times()),
    [1, 1, 1],
  );
});
