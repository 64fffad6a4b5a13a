import assert from 'node:assert/strict';
import type { RequestDecision } from '../decide/decision.ts';
import { type JoinedMask, joinMasks, type MaskWay } from '../decide/join-masks.ts';
import type { RequiredFilter } from '../operation/filter.ts';
import type { Expected } from './golden-case.ts';

const filterText = (filter: RequiredFilter): string => {
  if ('of' in filter) return `(${filter.of.map(filterText).join(` ${filter.op} `)})`;
  return `${filter.field} ${filter.test === 'eq' ? '=' : 'in'} ${JSON.stringify(filter.value)}`;
};

const wayText = ({ method, keepFirst, keepLast }: MaskWay): string =>
  [
    method,
    keepFirst === undefined ? [] : [`keepFirst=${keepFirst}`],
    keepLast === undefined ? [] : [`keepLast=${keepLast}`],
  ]
    .flat()
    .join(' ');

const maskText = (mask: JoinedMask | undefined): string => {
  if (mask === undefined) return 'none';
  if (mask.whole !== undefined) return wayText(mask.whole);
  return [...(mask.detectors ?? [])]
    .map(([name, way]) => `${name}=${wayText(way)}`)
    .sort()
    .join(' ');
};

/** Compares a decision with what a golden case expects of it; for a batch, of each operation. */
export function expectDecision(decision: RequestDecision, expected: Expected): void {
  const { refusal } = decision;
  assert.equal(decision.effect, expected.effect, refusal?.message);
  assert.equal(refusal === undefined, expected.effect === 'allow');
  if (expected.code !== undefined) assert.equal(refusal?.code, expected.code);
  if (expected.rule !== undefined) assert.equal(refusal?.rule?.rule, expected.rule);
  if (expected.message !== undefined) assert.equal(refusal?.message, expected.message);
  if (expected.next !== undefined) assert.equal(refusal?.next, expected.next);
  for (const { obligations, trace } of decision.operations) {
    const { filter, topK, masks, rates, visible } = obligations;
    if (expected.filter !== undefined)
      assert.equal(filter === undefined ? 'none' : filterText(filter), expected.filter);
    if (expected.topK !== undefined) assert.equal(topK ?? 'none', expected.topK);
    for (const [field, text] of Object.entries(expected.masks ?? {}))
      assert.equal(maskText(joinMasks(masks, field)), text, field);
    if (expected.rates !== undefined) {
      assert.deepEqual(
        rates.map(({ rule, count, windowSeconds }) => `${rule.rule} ${count} in ${windowSeconds} s`),
        expected.rates,
      );
    }
    for (const [name, shown] of Object.entries(expected.visible ?? {})) {
      assert.equal(visible?.('default_tenant', 'default_database', name), shown, name);
    }
    if (expected.trace !== undefined)
      assert.deepEqual(
        trace.map(({ rule, outcome }) => `${rule.rule} ${outcome}`),
        expected.trace,
      );
  }
  if (expected.monitored === undefined) return;
  if (expected.monitored === 'none') {
    assert.equal(decision.monitored, undefined);
    return;
  }
  assert.equal(decision.monitored?.effect, expected.monitored.effect);
  assert.equal(decision.monitored?.refusal?.code, expected.monitored.code);
}
