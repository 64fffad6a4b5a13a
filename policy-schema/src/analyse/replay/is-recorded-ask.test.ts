import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Check } from 'typebox/schema';
import { buildOperation } from '../../testing/build-input.ts';
import { isRecordedAsk } from './is-recorded-ask.ts';
import { recordOperation } from './record-operation.ts';
import { RecordedAskSchema } from './recorded-schema.ts';

const ask = {
  connection: 'insights',
  people: 'people',
  who: { issuer: 'people', kind: 'person', subject: 'ana', groups: ['analysts'], claims: { tenant: 'acme' } },
  operations: [recordOperation(buildOperation({ classes: ['search'], targets: ['cases'], topK: 5 }))],
  decision: { effect: 'allow' },
};

/** Each place of a value, as a way to put something else there, to leave it out, and to put something beside it. */
function* altered(value: unknown, put: (other: unknown) => unknown): Generator<unknown> {
  for (const other of [null, 1, 'other', true, [], {}, [[]], { toString: 1 }]) yield put(other);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield* altered(one, (other) => put(value.with(at, other)));
    return;
  }
  yield put({ ...value, beside: 1 });
  for (const [key, one] of Object.entries(value)) {
    const { [key]: _, ...rest } = value as Record<string, unknown>;
    yield put(rest);
    yield* altered(one, (other) => put({ ...value, [key]: other }));
  }
}

test('says of everything what the schema says', () => {
  const all = [ask, ...altered(JSON.parse(JSON.stringify(ask)), (other) => other)];
  assert.ok(all.length > 250);
  for (const one of all) assert.equal(isRecordedAsk(one), Check(RecordedAskSchema, one), JSON.stringify(one));
  assert.ok(all.filter(isRecordedAsk).length > 20);
});
