import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseTest, testDocument } from '../../testing/language-document.ts';
import { testCatalogue } from '../../testing/test-catalogue.ts';
import { type Catalogue, diagnose, fixesFor } from '../index.ts';

const [people, ci] = testCatalogue.issuers;
assert.ok(people && ci);
/** The tests' catalogue, where another issuer declares a claim in another type. */
const declaring = (type: 'number' | 'string-list'): Catalogue => ({
  ...testCatalogue,
  issuers: [people, { ...ci, claims: { ...ci.claims, dept: type } }],
});

/** Titles of the fixes of the hint that a condition on a claim gets; undefined where it gets none. */
function fixesOf(effect: 'allow' | 'deny', catalogue: Catalogue | undefined): readonly string[] | undefined {
  const { text } = testDocument(`- id: a
  effect: ${effect}
  principals: { groups: [analysts] }
  resources: { collections: [customer-cases] }
  operations: [search]
  when: identity.claims.dept == "sales"
`);
  const analysis = analyseTest(text, { catalogue });
  const hint = diagnose(analysis).find(({ code }) => code === 'condition-could-be-key');
  return hint && fixesFor(analysis, hint).map(({ title }) => title);
}

const written = ['Write it as principals.claims.dept'];

test('a claim that is a list with one issuer is equal to no value, and a key would ask for an entry', () => {
  for (const effect of ['allow', 'deny'] as const) {
    assert.deepEqual(fixesOf(effect, testCatalogue), written);
    assert.deepEqual(fixesOf(effect, declaring('number')), written);
    assert.equal(fixesOf(effect, declaring('string-list')), undefined);
  }
});

test('of a claim of which nobody knows what it is a permit is not written by a key, which might permit more', () => {
  assert.deepEqual(fixesOf('allow', undefined), []);
  assert.deepEqual(fixesOf('deny', undefined), written);
  assert.deepEqual(fixesOf('allow', { ...testCatalogue, unchecked: true }), []);
});
