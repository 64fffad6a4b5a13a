import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../json/read-json.ts';
import { textsOf } from './texts-of.ts';

test('every text of a long list is seen', () => {
  const count = 200_000;
  const body = readJson(Buffer.from(JSON.stringify({ ids: Array.from({ length: count }, () => 'a') })));
  let texts = 0;
  for (const text of textsOf(body)) if (text === 'a') texts++;
  assert.equal(texts, count);
});
