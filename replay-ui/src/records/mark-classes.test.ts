import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markClasses } from './mark-classes.ts';
import type { RecordContent } from './record-content.ts';
import type { MaskCount } from './record-header.ts';
import { testHeader } from './testing/test-header.ts';

const mask = (field: string, method: string, ...found: readonly string[]): MaskCount => ({
  field,
  method,
  ...(found.length > 0 && { found }),
  count: 1,
});
const record = (
  masked: readonly MaskCount[] | undefined,
  more: Partial<RecordContent> = {},
): RecordContent => ({
  header: testHeader({ masked: masked ?? [] }),
  withheld: [],
  ...(masked !== undefined && { masked }),
  ...more,
});

test('marks are of the classes that were hidden in that way in that field', () => {
  const classOf = markClasses(
    record([
      mask('$document', 'hash', 'email'),
      mask('$document', 'tokenize', 'case-number'),
      mask('$document', 'partial', 'phone'),
      mask('note', 'hash', 'phone', 'email'),
      mask('three', 'hash', 'phone', 'iban', 'email'),
      mask('four', 'hash', 'phone', 'iban', 'email', 'ip'),
      mask('name', 'hash'),
      mask('address.lines', 'partial', 'iban'),
    ]),
  );
  assert.equal(classOf('hash', '$document'), 'email');
  assert.equal(classOf('token', '$document'), 'case-number');
  assert.equal(classOf('partial', '$document'), 'phone');
  assert.equal(classOf('redacted', '$document'), 'phone', 'too little of it was left to show a part');
  assert.equal(classOf('hash', 'note'), 'email or phone');
  assert.equal(classOf('hash', 'three'), 'email, iban or phone');
  assert.equal(classOf('hash', 'four'), undefined, 'so many say nothing');
  assert.equal(classOf('hash', 'name'), undefined, 'a whole field: nobody looked what is in it');
  assert.equal(classOf('hash', 'elsewhere'), undefined);
  assert.equal(classOf('partial', 'name'), undefined);
  assert.equal(classOf('partial', 'address'), 'iban', 'it lies in it');
  assert.equal(classOf('partial', 'address.lines.first'), 'iban');
  assert.equal(classOf('partial', 'address.line'), undefined);
});

test('a class is not told where another mask, or another reader’s, may have left the mark', () => {
  const email = mask('$document', 'hash', 'email');
  for (const [other, told] of [
    [mask('$document', 'hash', 'phone'), 'email or phone'],
    [mask('$document', 'hash'), undefined],
    [{ ...mask('$document', 'hash'), sought: ['phone'] }, undefined],
  ] as const) {
    assert.equal(markClasses(record([email, other]))('hash', '$document'), told);
    assert.equal(markClasses(record([other, email]))('hash', '$document'), told);
  }
  const partial = mask('$document', 'partial', 'email');
  const whole = { ...mask('$document', 'redact'), sought: ['email'] };
  assert.equal(markClasses(record([partial, whole]))('partial', '$document'), 'email');
  assert.equal(markClasses(record([partial, whole]))('redacted', '$document'), undefined);
  assert.equal(
    markClasses({ ...record(undefined), header: testHeader({ masked: [email] }) })('hash', '$document'),
    undefined,
    'what was masked in the answer as it stands here is not known',
  );
});

test('of several operations a class is told where the same masks bound all of them', () => {
  const [operation] = testHeader().operations;
  const header = testHeader({ operations: [operation!, operation!] });
  const of = (...masks: readonly unknown[]): string | undefined =>
    markClasses(
      record([mask('note', 'hash', 'email')], {
        header,
        decision: { operations: masks.map((one) => ({ obligations: { masks: one } })) },
      }),
    )('hash', 'note');
  const inside = [{ fields: { paths: ['note'] }, method: 'hash', detectors: ['email'] }];
  assert.equal(of(inside, inside), 'email');
  assert.equal(of(inside, [{ fields: { paths: ['note'] }, method: 'hash' }]), undefined);
  assert.equal(of(inside), undefined);
  assert.equal(of(), undefined, 'the decision is withheld');
});
