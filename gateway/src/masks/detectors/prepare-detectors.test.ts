import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { findInText } from './find-in-text.ts';
import { prepareDetectors } from './prepare-detectors.ts';

const { cache } = createRequire(import.meta.url);
const isLoaded = (name: string): boolean =>
  Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`));

test('a model is loaded with the policy that names its detector, and never without one', () => {
  const text = Buffer.from('ana@acme.com 4111 1111 1111 1111 in Rome');
  const other = new Set(['email', 'credit-card', 'iban', 'us-ssn', 'ip'] as const);
  prepareDetectors(other);
  assert.equal(findInText(text, 0, text.length, other).length, 2);
  assert.deepEqual([isLoaded('libphonenumber-js'), isLoaded('wink-nlp')], [false, false]);
  prepareDetectors(new Set(['phone', 'street-address']));
  assert.deepEqual([isLoaded('libphonenumber-js'), isLoaded('wink-nlp')], [true, false]);
  prepareDetectors(new Set(['place']));
  assert.deepEqual([isLoaded('wink-nlp'), isLoaded('wink-eng-lite-web-model')], [true, true]);
});
