import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostListCharacters, readMasks, writeMasks } from './archived-mask.ts';

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
  const read = readMasks(text);
  assert.equal(typeof read === 'string' || writeMasks(read), text);
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
    assert.equal(readMasks(text), 'it is no such list', text);
});

test('a way to mask that is not known is refused, and left out by nobody', () => {
  for (const method of ['blur', 'toString', ''])
    assert.throws(() => writeMasks([{ field: 'a', method }]), { code: 'mask-method' });
});

test('a list that is longer than readers take is told as that', () => {
  const of = (more: string): string => writeMasks([{ field: `a${more}`, method: 'hash' }]);
  const most = of('x'.repeat(mostListCharacters - of('').length));
  assert.equal(most.length, mostListCharacters);
  assert.ok(Array.isArray(readMasks(most)));
  assert.equal(
    readMasks(most.replace('x', 'xx')),
    'it has 262,145 characters, and 262,144 characters are the most',
  );
});
