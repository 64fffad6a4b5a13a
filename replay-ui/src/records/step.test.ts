import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMasked, isRefused, nextStep, openingStep, stepsOf } from './step.ts';
import { testHeader } from './testing/test-header.ts';

const at = (id: string, second: number, changes: Parameters<typeof testHeader>[0] = {}) =>
  testHeader({ id, time: new Date(Date.UTC(2026, 10, 20, 9, 0, second)).toISOString(), ...changes });

test('steps stand in the order of time, whatever order they came in', () => {
  const steps = stepsOf([at('c', 3), at('a', 1), at('b', 3)]);
  assert.deepEqual(
    steps.map(({ header }) => header.id),
    ['a', 'b', 'c'],
  );
});

test('of an intent and its outcome the outcome stays; an intent alone is of unknown outcome', () => {
  const intent = { kind: 'intent' } as const;
  for (const headers of [
    [at('a', 1, intent), at('a', 2)],
    [at('a', 2), at('a', 1, intent)],
  ]) {
    const [step, ...rest] = stepsOf(headers);
    assert.equal(step!.mark.kind, 'allow');
    assert.equal(rest.length, 0);
  }
  assert.equal(stepsOf([at('a', 1, intent)])[0]!.mark.kind, 'unknown');
});

test('steps that come in any order of ids stand there once', () => {
  for (const ids of ['abc', 'cba', 'acb', 'aab', 'aba', 'bba', 'baa', 'aa', 'abcb', 'a', ''])
    assert.deepEqual(
      stepsOf([...ids].map((id) => at(id, id.charCodeAt(0) - 97))).map(({ header }) => header.id),
      [...new Set(ids)].sort(),
      ids,
    );
});

test('what clients do by themselves is told from what they were asked to do', () => {
  const [operation] = testHeader().operations;
  const meta = [{ ...operation!, classes: ['meta'] }];
  assert.equal(stepsOf([at('a', 1, { operations: meta })])[0]!.handshake, true);
  assert.equal(stepsOf([at('a', 1)])[0]!.handshake, false);
  assert.equal(stepsOf([at('a', 1, { operations: [] })])[0]!.handshake, false);
});

test('jumps find the next of their kind in both directions, and nothing at the ends', () => {
  const refused = { outcome: 'refused', decision: { ...testHeader().decision, effect: 'deny' } } as const;
  const masked = { masked: [{ field: 'email', method: 'redact', count: 1 }] };
  const steps = stepsOf([at('a', 1, refused), at('b', 2), at('c', 3, masked), at('d', 4, refused)]);
  assert.equal(nextStep(steps, 0, 1, isRefused), 3);
  assert.equal(nextStep(steps, 3, -1, isRefused), 0);
  assert.equal(nextStep(steps, 0, 1, isMasked), 2);
  assert.equal(nextStep(steps, 3, 1, isRefused), undefined);
});

test('a session opens at its first step that is no handshake, or was refused', () => {
  const [operation] = testHeader().operations;
  const meta = { operations: [{ ...operation!, classes: ['meta'] }] };
  const refused = { outcome: 'refused', decision: { ...testHeader().decision, effect: 'deny' } } as const;
  const opens = (...headers: ReturnType<typeof at>[]) => openingStep(stepsOf(headers))?.header.id;
  assert.equal(opens(at('a', 1, meta), at('b', 2), at('c', 3)), 'b');
  assert.equal(opens(at('a', 1, meta), at('b', 2, { ...meta, ...refused }), at('c', 3)), 'b');
  assert.equal(opens(at('a', 1, meta)), 'a');
  assert.equal(opens(), undefined);
});
