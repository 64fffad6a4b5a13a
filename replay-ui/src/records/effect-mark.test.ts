import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectMark } from './effect-mark.ts';
import { testHeader } from './testing/test-header.ts';

const decision = testHeader().decision;
const denied = { ...decision, effect: 'deny' } as const;

test('every way a step can end has its sign and word', () => {
  const cases = [
    [{}, 'allow'],
    [{ masked: [{ field: 'email', method: 'partial', count: 1 }] }, 'mask'],
    [{ decision: denied, outcome: 'refused' }, 'deny'],
    [{ decision: { ...decision, effect: 'require-approval' }, outcome: 'refused' }, 'approve'],
    [{ decision: { ...denied, mode: 'monitor' }, outcome: 'delivered' }, 'monitor'],
    [{ decision: { ...denied, mode: 'monitor' }, outcome: 'refused' }, 'deny'],
    [{ outcome: 'failed' }, 'failed'],
    [{ outcome: 'unknown' }, 'unknown'],
    [{ kind: 'intent' }, 'unknown'],
    [{ evidence: { what: 'session-forgotten' } }, 'evidence'],
  ] as const;
  for (const [changes, kind] of cases) assert.equal(effectMark(testHeader(changes)).kind, kind);
});
