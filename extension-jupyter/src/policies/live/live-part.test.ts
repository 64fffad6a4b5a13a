import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Live } from '@vectorgate/policy-schema/live-policies';
import { type LiveKnown, livePart } from './live-part.ts';

const live: Live = { revision: 3, digest: 'd', commit: '3f2a91c', source: 'published', files: [] };
const problem = { code: 'gateway_unreachable', message: 'the gateway does not answer.', next: 'Wait.' };
const known: LiveKnown = {
  status: { configured: true, signedIn: true, who: null },
  problem: undefined,
  live,
  standing: { rules: 2 },
};
const said = (more: Partial<LiveKnown>) => {
  const part = livePart({ ...known, ...more });
  return part && [part.text, part.does];
};

test('it says how the file stands, and opens the comparison', () => {
  assert.deepEqual(said({}), ['live · commit 3f2a91c · 2 rules differ', 'compare']);
  assert.deepEqual(said({ standing: { same: true } }), ['live · commit 3f2a91c · same as here', 'compare']);
  assert.deepEqual(said({ standing: 'not-there' }), [
    'live · commit 3f2a91c · this file is not in it',
    'compare',
  ]);
});

test('who may not read policies sees which are live, and no comparison', () => {
  const { files: _, ...closed } = live;
  assert.deepEqual(said({ live: closed, standing: 'unknown' }), ['live · commit 3f2a91c', undefined]);
});

test('signed out, without a gateway, and while the gateway is away it says so', () => {
  const signedOut = { configured: true, signedIn: false, who: null };
  assert.deepEqual(said({ live: undefined, status: signedOut }), [
    'live · sign in to see what is in force',
    'sign-in',
  ]);
  assert.deepEqual(said({ live: undefined, problem }), [
    'live · not known: the gateway does not answer',
    undefined,
  ]);
  assert.deepEqual(said({ problem }), [
    'live · commit 3f2a91c · 2 rules differ · the gateway does not answer now',
    'compare',
  ]);
  assert.equal(said({ status: { ...signedOut, configured: false }, live: undefined }), undefined);
  assert.equal(said({ status: undefined, live: undefined }), undefined);
  assert.equal(said({ live: undefined }), undefined);
});
