import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromSandboxPage } from './page-sandbox-messages.ts';

const session = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';

test('a page names a session and one of the acts, and nothing else', () => {
  for (const act of ['start', 'stop', 'dismiss', 'terminal', 'kernel'])
    assert.deepEqual(fromSandboxPage({ kind: 'sandbox', act, session, command: 'id' }), {
      kind: 'sandbox',
      act,
      session,
    });
  for (const message of [
    null,
    'sandbox',
    { kind: 'sandbox' },
    { kind: 'sandbox', act: 'run', session },
    { kind: 'sandbox', act: 'constructor', session },
    { kind: 'sandbox', act: 'start', session: `${session}; id` },
    { kind: 'sandbox', act: 'start', session: ['x'] },
    { kind: 'other', act: 'start', session },
  ])
    assert.equal(fromSandboxPage(message), undefined, JSON.stringify(message));
});
