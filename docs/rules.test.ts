import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { applyChanges, diagnose, fixesFor } from '@vectorgate/policy-schema/language';
import { loadTested, prepareTests, testCodes } from '@vectorgate/policy-schema/test-run';
import { allCodes } from '../policy-schema/src/language/diagnose/all-codes.ts';
import { lintCodes, snapshotCodes } from '../policy-schema/src/language/diagnose/codes.ts';
// The examples are read as the language's own tests are: rules alone stand in a policy.
import {
  analyseSnapshot,
  analyseTest,
  testDocument,
} from '../policy-schema/src/testing/language-document.ts';

const folder = new URL('rules/', import.meta.url);
const page = (code: string): string => readFileSync(new URL(`${code}.md`, folder), 'utf8');
const example = (text: string, heading: string): string | undefined =>
  new RegExp(`^## ${heading}\n\n\`\`\`yaml\n([\\s\\S]*?)\`\`\``, 'm').exec(text)?.[1];
const codesOf = (yaml: string): string[] =>
  diagnose(analyseTest(testDocument(yaml).text)).map(({ code }) => code);

test('there is one page for each code, and none besides', () => {
  assert.deepEqual(
    readdirSync(folder)
      .map((name) => name.replace(/\.md$/, ''))
      .sort(),
    [...allCodes, ...testCodes, ...Object.keys(snapshotCodes)].sort(),
  );
});

for (const code of allCodes) {
  test(`the page of ${code} says why, and its examples are so`, () => {
    const text = page(code);
    assert.ok(text.startsWith(`# ${code}\n\n`));
    const severity: string | undefined = Object.entries(lintCodes).find(([name]) => name === code)?.[1];
    assert.match(text, severity === undefined ? /^Error: /m : new RegExp(`^${severity}; `, 'im'));
    assert.match(text, /^## Why\n\n\S/m);
    const [avoid, prefer] = [example(text, 'Avoid'), example(text, 'Prefer')];
    assert.equal(avoid === undefined, prefer === undefined);
    if (avoid === undefined || prefer === undefined) return;
    assert.ok(codesOf(avoid).includes(code), `${codesOf(avoid).join(', ')}\n${avoid}`);
    const rest = codesOf(prefer);
    assert.ok(!rest.includes(code), `${code}\n${prefer}`);
    // What is preferred loads.
    assert.deepEqual(
      rest.filter((one) => !(one in lintCodes)),
      [],
    );
  });
}

test('what a fix leaves is mended, and no new error of YAML', () => {
  for (const code of allCodes) {
    const avoid = example(page(code), 'Avoid');
    if (avoid === undefined) continue;
    const { text } = testDocument(avoid);
    const analysis = analyseTest(text);
    const before = diagnose(analysis);
    const diagnostic = before.find((one) => one.code === code)!;
    for (const [i, { title, changes }] of fixesFor(analysis, diagnostic).entries()) {
      const mended = applyChanges(text, changes);
      const after = diagnose(analyseTest(mended)).map((one) => one.code);
      const count = (codes: readonly string[], one: string): number =>
        codes.filter((two) => two === one).length;
      const told = before.map((one) => one.code);
      for (const yaml of after.filter((one) => one.startsWith('yaml-')))
        assert.ok(count(told, yaml) >= count(after, yaml), `${code}: ${title} makes ${yaml}\n${mended}`);
      if (i === 0)
        assert.ok(count(after, code) < count(told, code), `${code}: ${title} leaves it\n${mended}`);
    }
  }
});

/** Rules in a policy. */
const rules = (...list: readonly string[]): string =>
  testDocument(list.map((one) => `- ${one}\n`).join('')).text;
const guard = (more: string): string => `{ id: a, effect: guard, ${more} }`;
const connection = { name: 'insights', store: 'pinecone', namespaces: ['eu'], collections: [] };
const around = { catalogue: { connections: [connection], issuers: [], unsupported: ['hash'] } };

/** What is too long for a page, or needs something around it. */
const elsewhere: Readonly<Record<string, readonly [text: string, surroundings?: object]>> = {
  'file-too-large': ['#'.repeat(1_000_001)],
  'list-too-long': [
    rules(guard(`resources: { collections: [${Array.from({ length: 1001 }, (_, i) => `c${i}`)}] }`)),
  ],
  'many-rules': [
    rules(...Array.from({ length: 501 }, (_, i) => `{ id: r${i}, effect: deny, operations: [backup] }`)),
  ],
  'mask-method-unsupported': [rules(guard('mask: [{ fields: [email], method: hash }]')), around],
  'pattern-refused': [
    'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: a }\nspec: { patterns: [{ name: p, pattern: "a" }], rules: [] }\n',
    { isLinear: () => false },
  ],
  'text-too-long': [rules(`{ id: a, effect: deny, message: "${'m'.repeat(501)}" }`)],
  'unknown-namespace': [
    rules(guard('resources: { connections: [insights], namespaces: [us] }, limits: { rate: 1/s }')),
    around,
  ],
  'when-too-large': [
    rules(`{ id: a, effect: deny, when: '${Array.from({ length: 120 }, (_, i) => `${i}==1`).join('||')}' }`),
  ],
  'yaml-alias-props': ['a: &x *y\n'],
  'yaml-bad-collection-type': ['!!binary [a]\n'],
  'yaml-bad-prop-order': ['&a ? b\n'],
  'yaml-block-in-flow': ['{ a: b: c }\n'],
  'yaml-key-over-1024-chars': [`${'x'.repeat(1030)}: 1\n`],
  'yaml-multiline-implicit-key': ['"a\n  b": 1\n'],
  'yaml-multiple-anchors': ['a: &x &y b\n'],
  'yaml-multiple-tags': ['a: !x !y b\n'],
  'yaml-resource-exhaustion': [`${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
};
/** Codes of the parser that the way in which it is asked leaves out; they keep their names for a version that does not. */
const neverSaid = ['yaml-impossible', 'yaml-multiple-docs', 'yaml-non-string-key'];

test('a code without an example is met here', () => {
  const without = allCodes.filter((code) => example(page(code), 'Avoid') === undefined);
  assert.deepEqual(without.toSorted(), [...Object.keys(elsewhere), ...neverSaid].toSorted());
});

for (const [code, [text, surroundings]] of Object.entries(elsewhere)) {
  test(`${code} is said where it should be`, () => {
    const said = diagnose(analyseTest(text, surroundings));
    assert.ok(
      said.some((one) => one.code === code),
      said.map((one) => one.code).join(', '),
    );
    for (const { message, remedy } of said) assert.ok(message !== '' && remedy !== '');
  });
}

const read = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: p }
spec: { rules: [{ id: read, effect: allow, principals: { groups: [g] }, resources: { collections: [c] }, operations: [search] }] }
`;

for (const code of testCodes) {
  test(`the page of ${code} says why, and its examples are so`, () => {
    const text = page(code);
    assert.ok(text.startsWith(`# ${code}\n\nError: the tests are not run.\n\n## Why\n\n`));
    const loaded = loadTested([{ path: 'p.policy.yaml', text: read }], undefined);
    assert.ok('policies' in loaded);
    const { places } = loaded.policies;
    const codes = (yaml: string | undefined): string[] =>
      prepareTests({ path: 'a.policy-test.yaml', text: yaml ?? '' }, { places }).problems.map(
        (one) => one.code,
      );
    assert.deepEqual([...new Set(codes(example(text, 'Avoid')))], [code]);
    assert.deepEqual(codes(example(text, 'Prefer')), []);
  });
}

for (const [code, severity] of Object.entries(snapshotCodes)) {
  test(`the page of ${code} says why, and its examples are so`, () => {
    const text = page(code);
    assert.ok(text.startsWith(`# ${code}\n\n`));
    assert.match(text, new RegExp(`^${severity}; its severity can be set`, 'im'));
    assert.match(text, /^## Why\n\n\S/m);
    const codes = (heading: string): string[] =>
      diagnose(analyseSnapshot(example(text, heading) ?? '')).map((one) => one.code);
    assert.deepEqual([...new Set(codes('Avoid'))], [code]);
    assert.deepEqual(codes('Prefer'), []);
  });
}
