import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDecision } from './find-decision.ts';

const id = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const esc = String.fromCharCode(27);
const refusal = `VectorGate: search of customer-cases refused: n_results 1000 is above your limit of 50 (rule analysts-read).\nAsk #data-governance, or lower n_results. Decision ${id}.`;
const notice = `VectorGate: filter tenant = "acme" added; email partly hidden. Decision ${id}`;

test('a refusal is found in an error, in colours too', () => {
  assert.deepEqual(findDecision([refusal], []), { kind: 'refused', decision: id });
  assert.deepEqual(findDecision([`${esc}[0;31m${refusal.replace(id, `${esc}[1m${id}${esc}[0m`)}`], []), {
    kind: 'refused',
    decision: id,
  });
});

test('a notice is found in what was printed; a refusal goes first', () => {
  assert.deepEqual(findDecision([], ['hello', notice]), { kind: 'notice', decision: id });
  assert.equal(findDecision([refusal], [notice])?.kind, 'refused');
});

test('who is signed out is told so, without a decision', () => {
  const text =
    'VectorGate: you are not signed in, so chroma.internal is closed.\nClick "VectorGate: sign in" in the status bar and run the cell again.';
  assert.deepEqual(findDecision([`ValueError: ${text}`], []), { kind: 'signed-out', decision: undefined });
});

test("somebody else's text is not ours", () => {
  assert.equal(findDecision([`ValueError: Decision ${id}`], [`Decision ${id}`]), undefined);
  assert.equal(findDecision([], ['VectorGate: all is well']), undefined);
  assert.equal(findDecision([], [`VectorGate: x Decision ${id.slice(1)}`]), undefined);
});
