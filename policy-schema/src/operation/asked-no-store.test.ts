import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedNoStore } from './asked-no-store.ts';

test('records of the records themselves, of looks, notes and changes of policies asked no store', () => {
  const header = { id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', decision: { effect: 'allow' } };
  assert.equal(askedNoStore(header), false);
  for (const name of ['evidence', 'reviewed', 'note', 'policy'])
    assert.equal(askedNoStore({ ...header, [name]: {} }), true, name);
});
