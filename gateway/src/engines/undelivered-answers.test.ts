import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { UndeliveredAnswers } from './undelivered-answers.ts';

class Reply extends EventEmitter {
  destroyed = false;
  destroy(): this {
    this.destroyed = true;
    this.emit('close');
    return this;
  }
}

test('the oldest are given up for the newest, and only as many as it takes', () => {
  const answers = new UndeliveredAnswers(100);
  const replies = Array.from({ length: 4 }, () => new Reply());
  for (const reply of replies) answers.add(reply as never, 40);
  assert.deepEqual(
    replies.map(({ destroyed }) => destroyed),
    [true, true, false, false],
  );
  assert.equal(answers.bytes, 80);
});

test('what was taken no longer counts', () => {
  const answers = new UndeliveredAnswers(100);
  const [first, second] = [new Reply(), new Reply()];
  answers.add(first as never, 90);
  first.emit('close');
  answers.add(second as never, 90);
  assert.deepEqual([first.destroyed, second.destroyed, answers.bytes], [false, false, 90]);
});

test('one that is larger than all that may be is delivered alone', () => {
  const answers = new UndeliveredAnswers(100);
  const [first, large] = [new Reply(), new Reply()];
  answers.add(first as never, 10);
  answers.add(large as never, 1_000);
  assert.deepEqual([first.destroyed, large.destroyed], [true, false]);
});
