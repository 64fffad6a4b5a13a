import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VerifiedCache } from './verified-cache.ts';
import type { Verified } from './verifier.ts';

const verified = (session: string, expires: number): Verified => ({
  identity: {
    issuer: 'people',
    kind: 'person',
    subject: 'ana',
    groups: [],
    groupsComplete: true,
    claims: {},
    declared: {},
  },
  session,
  expires,
});

test('an entry lives until the token ends, at most 60 s', () => {
  const cache = new VerifiedCache();
  cache.add('short', verified('s', 30), 0, cache.epoch);
  cache.add('long', verified('s', 3_600), 0, cache.epoch);
  assert.ok(cache.get('short', 29_999));
  assert.equal(cache.get('short', 30_000), undefined);
  assert.ok(cache.get('long', 59_999));
  assert.equal(cache.get('long', 60_000), undefined);
});

test('entries of a session or an issuer go together, others stay', () => {
  const cache = new VerifiedCache();
  cache.add('a', verified('one', 3_600), 0, cache.epoch);
  cache.add('b', verified('two', 3_600), 0, cache.epoch);
  cache.dropSession('one');
  assert.equal(cache.get('a', 1), undefined);
  assert.ok(cache.get('b', 1));
  cache.dropIssuer('people');
  assert.equal(cache.get('b', 1), undefined);
});

test('what was looked up before something was dropped is not kept', () => {
  const cache = new VerifiedCache();
  const epoch = cache.epoch;
  cache.dropSession('one');
  cache.add('a', verified('one', 3_600), 0, epoch);
  assert.equal(cache.get('a', 1), undefined);
});

test('it is bounded: the oldest goes first', () => {
  const cache = new VerifiedCache();
  for (let i = 0; i < 5_001; i++) cache.add(`t${i}`, verified('s', 3_600), 0, cache.epoch);
  assert.equal(cache.get('t0', 1), undefined);
  assert.ok(cache.get('t1', 1));
  assert.ok(cache.get('t5000', 1));
});
