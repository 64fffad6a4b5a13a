import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursor, testNow } from '../../testing/language-document.ts';
import { testCatalogue } from '../../testing/test-catalogue.ts';
import { analyse, applyChanges, type Completion, complete, diagnose } from '../index.ts';

const path = 'test.policy.json';
const around = { catalogue: testCatalogue, files: [], now: testNow };

/** A policy with what stands in its list of rules. */
const policy = (rules: string): string =>
  `{
  "apiVersion": "vectorgate/v1",
  "kind": "Policy",
  "metadata": { "name": "test", "contact": "#help" },
  "spec": { "rules": [${rules}] }
}
`;

function at(rules: string): { readonly text: string; readonly found: readonly Completion[] } {
  const written = policy(rules);
  const text = written.replace(cursor, '');
  return { text, found: complete(analyse({ path, text }, around), written.indexOf(cursor)) };
}

/** A completion without its places to fill: what they hold stands there, and what holds nothing is null. */
const filled = ({ insert, isSnippet }: Completion): string =>
  isSnippet
    ? insert.replace(/\\([$}\\])|\$\{\d+:([^}]*)\}|("?)\$\d+("?)/g, (_, escaped, holds, quote, end) =>
        escaped !== undefined
          ? escaped
          : holds !== undefined
            ? holds
            : quote === '"' && end === '"'
              ? '"x"'
              : 'null',
      )
    : insert;

/** Where a rule is written, what is offered first, and the rules after it was taken. */
const cases: readonly (readonly [rules: string, label: string, after: string])[] = [
  ['{ "id": "a", ▮ }', 'effect', '{ "id": "a", "effect": null }'],
  ['{ "id": "a", "▮" }', 'effect', '{ "id": "a", "effect": null }'],
  ['{ "id": "a", "ef▮": "deny" }', 'effect', '{ "id": "a", "effect": "deny" }'],
  ['{ "id": "a", "effect": ▮ }', 'deny', '{ "id": "a", "effect": "deny" }'],
  ['{ "id": "a", "effect": "de▮" }', 'deny', '{ "id": "a", "effect": "deny" }'],
  [
    '{ "effect": "deny", "operations": ["search", ▮] }',
    'fetch',
    '{ "effect": "deny", "operations": ["search", "fetch"] }',
  ],
  ['{ "effect": "deny", "operations": ["▮"] }', 'read', '{ "effect": "deny", "operations": ["read"] }'],
  ['{ "effect": "deny", "operations": ▮ }', 'read', '{ "effect": "deny", "operations": ["read"] }'],
  ['{ "effect": "deny", ▮ }', 'principals', '{ "effect": "deny", "principals": { null } }'],
  [
    '{ "effect": "deny", "resources": { "collections": ["customer-▮"] } }',
    'customer-cases',
    '{ "effect": "deny", "resources": { "collections": ["customer-cases"] } }',
  ],
  [
    '{ "effect": "guard", "require": { "filter": { ▮ } } }',
    'email',
    '{ "effect": "guard", "require": { "filter": { "email": null } } }',
  ],
  [
    '{ "effect": "guard", "mask": [{ "fields": ["$▮"] }] }',
    '$vector',
    '{ "effect": "guard", "mask": [{ "fields": ["$vector"] }] }',
  ],
  ['{ "effect": "deny", "when": "identity.▮" }', 'groups', '{ "effect": "deny", "when": "identity.groups" }'],
];

for (const [rules, label, after] of cases) {
  test(`in JSON: ${rules}`, () => {
    const { text, found } = at(rules);
    const one = found.find((completion) => completion.label === label);
    assert.ok(one, found.map((completion) => completion.label).join(', '));
    const { start, end } = one;
    assert.equal(applyChanges(text, [{ start, end, text: filled(one) }]), policy(after));
    // Editors compare what is typed with this: the quotes stand in both.
    const typed = text.slice(start, end);
    if (typed.startsWith('"')) assert.equal(one.filter, `"${label}"`);
  });
}

test('in JSON: whole rules, alone and behind others, load as they are but for names that nobody filled in', () => {
  for (const rules of ['▮', '{ "id": "first", "effect": "deny" },\n▮']) {
    const { text, found } = at(rules);
    const templates = found.filter(({ kind }) => kind === 'rule');
    assert.ok(templates.length > 5);
    for (const template of templates) {
      const { start, end, label } = template;
      const after = applyChanges(text, [{ start, end, text: filled(template) }]);
      assert.doesNotThrow(() => JSON.parse(after), `${label}\n${after}`);
      const errors = diagnose(analyse({ path, text: after }, { ...around, catalogue: undefined })).filter(
        ({ severity }) => severity === 'error',
      );
      assert.deepEqual(errors, [], label);
    }
  }
});

test('in JSON: a file that is empty begins with a whole policy', () => {
  const [one] = complete(analyse({ path, text: '' }, around), 0);
  assert.deepEqual(JSON.parse(filled(one!).replace('null', '')), {
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'test', owner: 'owner', contact: '#channel' },
    spec: { rules: [] },
  });
});
