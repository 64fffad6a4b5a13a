import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromArchivePage } from './archive-messages.ts';

test('what the page of an archive may say', () => {
  const request = { id: 1, kind: 'record', args: ['01JD8Z6Q4MX3V7H2K9RBT5WYCN'] };
  for (const message of [
    { kind: 'ready' },
    { kind: 'close' },
    { kind: 'request', request },
    { kind: 'copy', text: 'a' },
    { kind: 'keep-key', key: 'k' },
    { kind: 'sandbox', act: 'start', session: '01JD8Z6Q4MX3V7H2K9RBT5WYCN' },
  ])
    assert.deepEqual(fromArchivePage(message), message);
  for (const message of [
    undefined,
    'ready',
    { kind: 'other' },
    { kind: 'request' },
    { kind: 'request', request: { ...request, id: '1' } },
    { kind: 'request', request: { ...request, args: 'x' } },
    { kind: 'copy', text: 7 },
    { kind: 'sandbox', act: 'start', session: '../x' },
    { kind: 'keep-key', key: 'k'.repeat(2_000) },
  ])
    assert.equal(fromArchivePage(message), undefined, JSON.stringify(message));
});
