import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteProblem } from './note-problem.ts';

test('a note says something, and no more than is kept', () => {
  assert.equal(noteProblem('asked the owner'), undefined);
  assert.equal(noteProblem('x'.repeat(4_000)), undefined);
  assert.equal(noteProblem(' \n'), 'Write something first.');
  assert.equal(noteProblem('x'.repeat(5_200)), 'A note has 4,000 characters at the most: take out 1,200.');
});
