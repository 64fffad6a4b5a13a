import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Status } from '../../server/status.ts';
import { readerOf } from './reader-of.ts';

const identity = { issuer: 'people', subject: 'rita', groups: ['reviewers'] };
const status: Status = {
  configured: true,
  gateway: 'http://gate',
  problem: null,
  since: null,
  signedIn: true,
  ended: null,
  who: { identity, session: null, reviews: ['insights'] },
  connections: [],
  kernels: [],
};

test('another gateway, person or right is another reader; who is only looked for is nobody else', () => {
  const own = readerOf(status);
  assert.deepEqual([own.who, own.reviews], ['signed-in', true]);
  const others: readonly Status[] = [
    { ...status, gateway: 'http://other' },
    { ...status, who: { identity: { ...identity, subject: 'ana' }, session: null, reviews: ['insights'] } },
    { ...status, who: { identity, session: null, reviews: [] } },
    { ...status, who: { identity, session: null } },
  ];
  for (const other of others) assert.notEqual(readerOf(other).session, own.session);
  assert.equal(readerOf({ ...status, who: { identity, session: null } }).reviews, false);
  assert.equal(readerOf({ ...status, signedIn: false, who: null }).who, 'signed-out');
  assert.equal(readerOf({ ...status, configured: false }).who, 'no-gateway');
  assert.equal(readerOf({ ...status, who: null }).who, 'unknown');
  assert.equal(readerOf(undefined).who, 'unknown');
});
