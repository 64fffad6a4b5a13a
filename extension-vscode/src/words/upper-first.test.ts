import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upperFirst } from './upper-first.ts';

test('a sentence begins with a capital, an address with its own letters', () => {
  assert.equal(upperFirst('no gateway answers.'), 'No gateway answers.');
  assert.equal(upperFirst('http://127.0.0.1:8700 is not it.'), 'http://127.0.0.1:8700 is not it.');
  assert.equal(upperFirst(''), '');
});
