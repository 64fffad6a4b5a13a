import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNotExported } from './export-choices.ts';

test('what looks into a part of the records is not taken away, and it is said what is', () => {
  const everybody = true;
  for (const query of ['text:kettle', 'effect:deny -text:"a b"', 'reach:tenant=globex', ' filter:product=* '])
    assert.match(whyNotExported({ query, everybody })?.next ?? '', /session:ID,ID/, query);
  for (const query of ['', 'effect:deny since:7d', ' class:read ', 'rule:text'])
    assert.equal(whyNotExported({ query, everybody }), undefined, query);
  assert.equal(whyNotExported({ session: '01JD8Z6Q4MX3V7H2K9RBT5WYCN' }), undefined);
});
