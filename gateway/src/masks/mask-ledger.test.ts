import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MaskLedger } from './mask-ledger.ts';

test('tallies stand in one order, whichever value was met first: own fields, then reserved ones, then methods', () => {
  const met: readonly (readonly [field: string, method: string])[] = [
    ['$vector', 'drop'],
    ['phone', 'redact'],
    ['$document', 'redact'],
    ['email', 'partial'],
    ['phone', 'nullify'],
    ['email', 'partial'],
  ];
  const listed = (order: typeof met) => {
    const ledger = new MaskLedger();
    for (const [field, method] of order)
      ledger.add(field, method, 1, field === '$document' ? 'email' : undefined);
    return ledger.tallies();
  };
  assert.deepEqual(listed(met), [
    { field: 'email', method: 'partial', count: 2 },
    { field: 'phone', method: 'nullify', count: 1 },
    { field: 'phone', method: 'redact', count: 1 },
    { field: '$document', method: 'redact', found: ['email'], count: 1 },
    { field: '$vector', method: 'drop', count: 1 },
  ]);
  assert.deepEqual(listed(met.toReversed()), listed(met));
});

test('what could not be looked through is told with what was to be looked for, beside what was found elsewhere', () => {
  const ledger = new MaskLedger();
  ledger.add('note', 'redact', 1, 'email');
  ledger.addUnread('note', 'redact', ['phone', 'email']);
  ledger.addUnread('mobile', 'nullify', ['phone']);
  assert.deepEqual(ledger.tallies(), [
    { field: 'mobile', method: 'nullify', sought: ['phone'], count: 1 },
    { field: 'note', method: 'redact', found: ['email'], sought: ['email', 'phone'], count: 2 },
  ]);
});
