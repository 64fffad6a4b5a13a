import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMasks, writeMasks } from './archived-mask.ts';

test('a list holds what left marks, each once and in one order, without how often', () => {
  const email = { field: '$document', method: 'hash', found: ['phone', 'email'], count: 12 };
  const text = writeMasks([
    { field: 'tax', method: 'redact', count: 3 } as never,
    email,
    // What became null or went away shows nowhere.
    { field: 'vat', method: 'nullify' },
    { field: 'name', method: 'drop' },
    { ...email, found: ['email', 'phone'] },
    { field: 'note', method: 'redact', sought: ['iban'] },
  ]);
  assert.equal(
    text,
    '[{"field":"$document","found":["email","phone"],"method":"hash"},{"field":"note","method":"redact","sought":["iban"]},{"field":"tax","method":"redact"}]',
  );
  assert.equal(writeMasks(readMasks(text) ?? []), text);
  assert.deepEqual(readMasks(writeMasks([])), []);
});

test('what is no such list is none', () => {
  for (const text of [
    '',
    '{}',
    'null',
    '[null]',
    '[{}]',
    '[{"field":"a"}]',
    '[{"field":"a","method":"drop"}]',
    '[{"field":"a","found":"email","method":"hash"}]',
    '[{"field":"a","found":[1],"method":"hash"}]',
    '[{"field":1,"method":"hash"}]',
    '[{"count":1,"field":"a","method":"hash"}]',
    '[{"method":"hash","field":"a"}]',
    '[{"field":"b","method":"hash"},{"field":"a","method":"hash"}]',
    '[{"field":"a","method":"hash"},{"field":"a","method":"hash"}]',
    '[{"field":"a","found":["b","a"],"method":"hash"}]',
    ' []',
  ])
    assert.equal(readMasks(text), undefined, text);
});
