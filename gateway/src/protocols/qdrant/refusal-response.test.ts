import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../pipeline/refusal.ts';
import { refusalResponse } from './refusal-response.ts';

const decision = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const errorOf = (what: string, next: string): { text: string; bytes: number } => {
  const { body } = refusalResponse(new Refusal('forbidden', 'denied', what, next), decision);
  const { status } = JSON.parse(Buffer.from(body).toString()) as { status: { error: string } };
  return { text: status.error, bytes: body.length };
};

test('a short refusal says both sentences in one line, in signs that a literal of bytes shows as they are', () => {
  const { text } = errorOf('search of cases refused: it is Bob’s.', 'Ask “data”.');
  assert.equal(text, `VectorGate: search of cases refused: it is Bob's. Ask "data". Decision ${decision}.`);
});

test('a long one keeps the reason and the decision, within what the client shows', () => {
  const next = 'Ask the data governance team for a permit that covers this collection and this operation.';
  const middle = errorOf(
    'search of cases refused: email is masked for you, so you may not filter by it.',
    next,
  );
  assert.match(middle.text, /not filter by it\. Decision 01JD8Z6Q4MX3V7H2K9RBT5WYCN\.$/);
  const long = errorOf(`refused: ${'ü"long '.repeat(80)}`, next);
  assert.match(long.text, /\.\.\. Decision 01JD8Z6Q4MX3V7H2K9RBT5WYCN\.$/);
  const doubtful = refusalResponse(
    new Refusal(
      'unavailable',
      'answer-broken',
      'the store behind vectors broke its answer off.',
      'Try again.',
    ).inDoubt(),
    decision,
  );
  assert.match(
    Buffer.from(doubtful.body).toString(),
    /broke its answer off\. The change may have been made\. Decision 01JD/,
  );
  for (const { bytes } of [middle, long]) assert.ok(bytes <= 200, String(bytes));
});
