import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenQuestions } from './open-questions.ts';

test('each question finds its answer, whatever the order; what is left is told that none will come', async () => {
  const questions = new OpenQuestions();
  const sent: number[] = [];
  const ask = () => questions.ask<string>((id) => sent.push(id));
  const [first, second, third, fourth] = [ask(), ask(), ask(), ask()];
  assert.deepEqual(sent, [1, 2, 3, 4]);
  questions.answer(2, 'two');
  questions.fail(1, new Error('one'));
  questions.answer(2, 'again');
  questions.answer(9, 'nobody’s');
  assert.equal(await second, 'two');
  await assert.rejects(first, /one/);
  questions.failAll(new Error('closed'));
  await assert.rejects(third, /closed/);
  await assert.rejects(fourth, /closed/);
});
