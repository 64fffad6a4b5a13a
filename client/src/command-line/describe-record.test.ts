import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedOf, becauseOf, effectOf } from './describe-record.ts';

const record = (over: Record<string, unknown>) => ({
  operations: [
    {
      name: 'query',
      targets: [
        {
          tenant: { is: 'one', name: 't' },
          database: { is: 'none' },
          collection: { is: 'one', name: 'customer-cases' },
        },
      ],
      topK: 10,
    },
  ],
  decision: { effect: 'allow', mode: 'enforce', rules: [] },
  masked: [],
  changes: [],
  outcome: 'delivered',
  ...over,
});

test('what was asked is told with its collection and numbers', () => {
  assert.equal(askedOf(record({})), 'query customer-cases, top 10');
});

test('every effect has a sign and a word', () => {
  const effects = [
    {},
    { masked: [{ field: 'email', method: 'partial' }] },
    { decision: { effect: 'deny', mode: 'enforce' }, outcome: 'refused' },
    { decision: { effect: 'require-approval', mode: 'enforce' }, outcome: 'refused' },
    { decision: { effect: 'deny', mode: 'monitor' } },
    { outcome: 'failed' },
    { outcome: 'unknown' },
  ].map((over) => effectOf(record(over)));
  assert.deepEqual(effects, [
    '✓ allowed',
    '▒ masked',
    '⊘ refused',
    '⏳ needs approval',
    '◌ monitored',
    '✗ failed',
    '? outcome unknown',
  ]);
});

test('the reason names the code with its rules, then what was changed and hidden', () => {
  assert.equal(
    becauseOf(record({ decision: { code: 'limit-exceeded', rules: [{ rule: 'analysts-read' }] } })),
    'limit-exceeded (analysts-read)',
  );
  assert.equal(
    becauseOf(
      record({
        changes: ['filter tenant = "acme" added'],
        masked: [{ field: '$document', method: 'redact', found: ['phone'] }],
      }),
    ),
    'filter tenant = "acme" added, document redact (phone)',
  );
  assert.equal(
    becauseOf(record({ reviewed: { of: 'record', record: '01JD8Z6Q4MX3V7H2K9RBT5WYCN' } })),
    'record 01JD8Z6Q4MX3V7H2K9RBT5WYCN',
  );
});
