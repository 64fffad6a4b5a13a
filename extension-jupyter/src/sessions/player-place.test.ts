import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOfArguments } from './player-place.ts';

const session = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const record = '01JD8Z6Q4MX3V7H2K9RBT5WYCP';
const compared = '01JD8Z6Q4MX3V7H2K9RBT5WYCQ';

test('what is kept of a player is its ids, and what is none of these opens nothing', () => {
  for (const place of [{ session }, { session, record }, { session, record, compared }])
    assert.deepEqual(placeOfArguments({ ...place, more: 1 }), place);
  assert.deepEqual(placeOfArguments({ session, compared: '../x' }), { session });
  for (const given of [{}, { session: '../x' }, { session: 1 }, { session, record: 'x' }, { list: true }])
    assert.equal(placeOfArguments(given), undefined, JSON.stringify(given));
});
