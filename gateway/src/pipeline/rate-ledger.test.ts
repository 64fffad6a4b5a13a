import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLedger } from './rate-ledger.ts';

const rate = (rule: string, count: number, windowSeconds = 60) => ({
  rule: { policy: 'p', rule, file: 'p.policy.yaml', line: 1 },
  count,
  windowSeconds,
});

test('a bucket empties and refills over its window', () => {
  const ledger = new RateLedger();
  for (let i = 0; i < 3; i++) assert.equal(ledger.charge([rate('a', 3)], 'ana', 0), undefined);
  assert.equal(ledger.charge([rate('a', 3)], 'ana', 0)?.rule.rule, 'a');
  assert.equal(ledger.charge([rate('a', 3)], 'ana', 20_000), undefined);
  assert.equal(ledger.charge([rate('a', 3)], 'ana', 20_001)?.rule.rule, 'a');
});

test('all buckets are charged or none (golden case 23)', () => {
  const ledger = new RateLedger();
  assert.equal(ledger.charge([rate('empty', 1)], 'ana', 0), undefined);
  assert.equal(ledger.charge([rate('full', 3), rate('empty', 1)], 'ana', 0)?.rule.rule, 'empty');
  for (let i = 0; i < 3; i++) assert.equal(ledger.charge([rate('full', 3)], 'ana', 0), undefined);
  assert.notEqual(ledger.charge([rate('full', 3)], 'ana', 0), undefined);
});

test('a batch is charged once for each of its operations', () => {
  const ledger = new RateLedger();
  assert.notEqual(ledger.charge([rate('a', 2), rate('a', 2), rate('a', 2)], 'ana', 0), undefined);
  assert.equal(ledger.charge([rate('a', 2), rate('a', 2)], 'ana', 0), undefined);
});

test('subjects do not share a bucket', () => {
  const ledger = new RateLedger();
  assert.equal(ledger.charge([rate('a', 1)], 'ana', 0), undefined);
  assert.equal(ledger.charge([rate('a', 1)], 'omar', 0), undefined);
});
