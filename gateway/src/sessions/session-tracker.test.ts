import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionTracker, silence } from './session-tracker.ts';

const ana = { issuer: 'people', subject: 'ana', connection: 'insights', client: undefined, token: 'one' };
const noon = Date.UTC(2026, 2, 1, 12);
const none = (): undefined => undefined;

test('one token is one session until 30 minutes of silence', () => {
  const tracker = new SessionTracker(none);
  const first = tracker.sessionFor(ana, noon);
  assert.equal(tracker.sessionFor(ana, noon + silence - 1), first);
  assert.equal(tracker.sessionFor(ana, noon + 2 * silence - 2), first);
  assert.notEqual(tracker.sessionFor(ana, noon + 3 * silence - 2), first);
});

test('another token, connection, subject, issuer or shim is another session', () => {
  const tracker = new SessionTracker(none);
  const keys = [
    ana,
    { ...ana, token: 'two' },
    { ...ana, connection: 'other' },
    { ...ana, subject: 'omar' },
    { ...ana, issuer: 'ci' },
    { ...ana, client: 'kernel-1' },
    { ...ana, client: 'kernel-1', subject: 'omar' },
    { ...ana, client: 'kernel-2' },
  ];
  assert.equal(new Set(keys.map((key) => tracker.sessionFor(key, noon))).size, keys.length);
});

test('a shim’s session survives new tokens and long silence', () => {
  const asked: string[] = [];
  const known = new Map<string, string>();
  const tracker = new SessionTracker(({ client }) => {
    asked.push(client);
    return known.get(client);
  });
  const first = tracker.sessionFor({ ...ana, client: 'kernel-1' }, noon);
  known.set('kernel-1', first);
  assert.equal(tracker.sessionFor({ ...ana, client: 'kernel-1', token: 'two' }, noon + 1), first);
  assert.equal(tracker.sessionFor({ ...ana, client: 'kernel-1' }, noon + 10 * silence), first);
  assert.deepEqual(asked, ['kernel-1', 'kernel-1']);
});

test('a forgotten session takes no more calls', () => {
  const tracker = new SessionTracker(none);
  const first = tracker.sessionFor(ana, noon);
  tracker.forget(first);
  assert.notEqual(tracker.sessionFor(ana, noon + 1), first);
});

test('a session’s id is a ULID of the instant it began', () => {
  const id = new SessionTracker(none).sessionFor(ana, 0);
  assert.match(id, /^0{10}[0-9A-HJKMNP-TV-Z]{16}$/);
});
