import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { readRecordsQuery } from './read-records-query.ts';

const errorOf = (query: string): ClientError => {
  try {
    readRecordsQuery(query);
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  throw new Error(`this was read: ${query}`);
};

test('what cannot be read is pointed at, with the remedy', () => {
  const error = errorOf('class:search efect:deny');
  assert.equal(error.message, 'There is no such key.\n  class:search efect:deny\n               ^^^^^');
  assert.deepEqual(
    [error.code, error.next, error.exitCode],
    ['query-unreadable', 'Did you mean effect: ?', exitCodes.usage],
  );
});

test('of a long query a line is shown', () => {
  for (const at of [0, 3, 60, 150]) {
    const query = `${'who:a '.repeat(at)}efect:deny ${'who:b '.repeat(150 - at)}`;
    const [, shown = '', marks = ''] = errorOf(query).message.split('\n');
    assert.ok(shown.length <= 80 && marks.length <= 80, shown);
    assert.equal(shown.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'efect', query);
  }
});
