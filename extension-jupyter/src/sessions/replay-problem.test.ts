import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerProblem } from '../server/server-problem.ts';
import { replayProblem } from './replay-problem.ts';

test('whatever is wrong with a query is told in the gateway’s own words, as a query that cannot be read', () => {
  for (const code of [
    'text-not-here',
    'text-too-long',
    'text-unreadable',
    'key-unknown',
    'query-unreadable',
  ]) {
    const told = { error: { code, message: 'this takes everything.', next: 'Leave out text:.' } };
    const { message, remedy, ...problem } = replayProblem(
      ServerProblem.fromAnswer(400, JSON.stringify(told)),
    );
    assert.deepEqual(
      [problem.code, message, remedy],
      ['query-unreadable', 'This takes everything.', 'Leave out text:.'],
    );
  }
  const other = JSON.stringify({ error: { code: 'too-fast', message: 'm', next: 'n' } });
  assert.equal(replayProblem(ServerProblem.fromAnswer(429, other)).code, 'failed');
});
