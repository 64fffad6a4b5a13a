import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPlayer, shownPlace } from './player-messages.ts';
import { replayPage } from './replay-page.ts';

const session = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';

test('what the page says is read member by member', () => {
  for (const message of [
    { kind: 'ready' },
    { kind: 'ask', id: 1, path: '/sessions' },
    { kind: 'today', id: 1, record: session },
    { kind: 'make-test', id: 1, record: session },
    { kind: 'note', id: 1, session, text: 'seen' },
    { kind: 'note', id: 1, session, text: 'seen', record: session },
    { kind: 'copy', text: 'x' },
    { kind: 'copy', text: 'x'.repeat(50_000_000) },
    { kind: 'open-rule', file: 'a.policy.yaml', line: 3 },
    { kind: 'sandbox', act: 'start', session },
    { kind: 'export', id: 1, of: { session } },
    { kind: 'export', id: 1, of: { query: 'effect:deny', everybody: true } },
    { kind: 'searches', id: 1 },
    { kind: 'keep-search', id: 1, name: 'refused', query: 'effect:deny' },
    { kind: 'drop-search', id: 1, name: 'refused' },
    { kind: 'open-session', session },
    { kind: 'open-session', session, record: session },
  ]) {
    assert.deepEqual(fromPlayer({ ...message, more: 1 }), message);
  }
});

test('anything else is nobody’s word', () => {
  for (const message of [
    null,
    'ready',
    {},
    { kind: 'signOut' },
    { kind: 'ask', id: '1', path: '/sessions' },
    { kind: 'ask', id: 1 },
    { kind: 'today', id: 1, record: '../x' },
    { kind: 'make-test', record: session },
    { kind: 'note', id: 1, session, text: 1 },
    { kind: 'note', id: 1, session, text: 'x', record: 'x' },
    { kind: 'note', id: 1, session: '../x', text: 'x' },
    { kind: 'copy', text: { toString: 'x' } },
    { kind: 'open-rule', file: 'a', line: '3' },
    { kind: 'sandbox', act: 'start', session: `${session}; id` },
    { kind: 'export', id: 1, of: { session: '../x' } },
    { kind: 'export', id: 1, of: { query: 'effect:deny' } },
    { kind: 'export', of: { session } },
    { kind: 'keep-search', id: 1, name: '../x', query: '' },
    { kind: 'drop-search', id: 1 },
    { kind: 'open-session', session: '../x' },
    { kind: 'open-session', session, record: 'x' },
  ])
    assert.equal(fromPlayer(message), undefined, JSON.stringify(message));
});

test('a page of the last window shows what it showed, or nothing', () => {
  assert.deepEqual(shownPlace({ session, record: session, more: 1 }), { session, record: session });
  assert.deepEqual(shownPlace({ query: 'effect:deny', session }), { query: 'effect:deny' });
  for (const state of [undefined, null, 'x', {}, { session: 'x' }, { query: 1 }])
    assert.equal(shownPlace(state), undefined);
});

test('the page reaches nothing but its script', () => {
  const page = replayPage({ script: 'https://file.example/player.js', nonce: 'n', title: 'Session' });
  assert.match(
    page,
    /content="default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'; require-trusted-types-for 'script'"/,
  );
  assert.doesNotMatch(page, /unsafe|connect-src|img-src|style="/);
});
