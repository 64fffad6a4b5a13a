import assert from 'node:assert/strict';
import { test } from 'node:test';
import { luhnDigit } from './card-number.ts';
import { customerCases, globexEuropeCases } from './customer-cases.ts';
import { ibanCheckDigits } from './iban.ts';
import { productDocs } from './product-docs.ts';

test('the check digits are those of published examples', () => {
  assert.equal(luhnDigit('411111111111111'), '1');
  assert.equal(luhnDigit('37828224631000'), '5');
  assert.equal(ibanCheckDigits('DE', '370400440532013000'), '89');
  assert.equal(ibanCheckDigits('GB', 'WEST12345698765432'), '82');
});

test('the cases are the same each time, their ids unique, three of five acme’s', () => {
  const cases = customerCases();
  assert.deepEqual(cases, customerCases());
  assert.equal(cases.length, 2_000);
  assert.equal(new Set(cases.map(({ id }) => id)).size, 2_000);
  assert.equal(cases.filter(({ metadata }) => metadata.tenant === 'acme').length, 1_200);
  assert.ok(globexEuropeCases().every(({ id }) => !cases.some((one) => one.id === id)));
});

test('every text gives somebody away, and every kind of detail occurs', () => {
  const kinds = { email: 0, phone: 0, card: 0, iban: 0 };
  for (const { document, customer } of customerCases()) {
    const found = (['email', 'phone', 'card', 'iban'] as const).filter((kind) =>
      document.includes(customer[kind]),
    );
    assert.ok(found.length > 0);
    for (const kind of found) kinds[kind] += 1;
  }
  assert.ok(Object.values(kinds).every((count) => count > 100));
});

test('no manual is about a person', () => {
  for (const { document } of productDocs()) assert.doesNotMatch(document, /@|\+\d|\d{4}/);
});
