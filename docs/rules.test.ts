import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Analysis, applyChanges, diagnose, fixesFor } from '@vectorgate/policy-schema/language';
import { loadTested, prepareTests, testCodes } from '@vectorgate/policy-schema/test-run';
import { allCodes } from '../policy-schema/src/language/diagnose/all-codes.ts';
import { lintCodes, snapshotCodes } from '../policy-schema/src/language/diagnose/codes.ts';
import { around } from '../policy-schema/src/testing/language-around.ts';
// The examples are read as the language's own tests are: rules alone stand in a policy.
import {
  analyseSnapshot,
  analyseTest,
  testDocument,
} from '../policy-schema/src/testing/language-document.ts';
import { writtenOut } from '../policy-schema/src/testing/written-out.ts';

const folder = new URL('rules/', import.meta.url);
const page = (code: string): string => readFileSync(new URL(`${code}.md`, folder), 'utf8');
const example = (text: string, heading: string): string | undefined => {
  const found = new RegExp(`^## ${heading}\n\n\`\`\`yaml\n([\\s\\S]*?)\`\`\``, 'm').exec(text)?.[1];
  return found === undefined ? undefined : writtenOut(found);
};

/** What has to be known besides the text for examples to be so. */
const besides: Readonly<Record<string, string>> = {
  'mask-method-unsupported': 'a gateway without a key for hashes',
  'rule-not-hit': 'a week of requests',
  'unknown-namespace': 'a connection with namespaces',
};
/** Codes of files of which there may be one document, which are snapshots. */
const ofSnapshots = ['yaml-multiple-docs'];
const isSnapshot = (code: string): boolean => ofSnapshots.includes(code);
const analysed = (code: string, text: string): Analysis =>
  isSnapshot(code) ? analyseSnapshot(text) : analyseTest(text, around[besides[code] ?? '']);
const codesIn = (analysis: Analysis): string[] => diagnose(analysis).map(({ code }) => code);
const textOf = (code: string, yaml: string): string => (isSnapshot(code) ? yaml : testDocument(yaml).text);
const codesOf = (code: string, yaml: string): string[] => codesIn(analysed(code, textOf(code, yaml)));

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
    const said = codesOf(code, avoid);
    assert.ok(said.includes(code), `${said.join(', ')}\n${avoid}`);
    const rest = codesOf(code, prefer);
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
    const text = textOf(code, avoid);
    const analysis = analysed(code, text);
    const before = diagnose(analysis);
    const diagnostic = before.find((one) => one.code === code)!;
    for (const [i, { title, changes }] of fixesFor(analysis, diagnostic).entries()) {
      const mended = applyChanges(text, changes);
      const after = codesIn(analysed(code, mended));
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

/** What no page shows. */
const elsewhere: Readonly<Record<string, readonly [text: string, surroundings?: object]>> = {
  'file-too-large': ['#'.repeat(1_000_001)],
  'pattern-refused': [
    'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: a }\nspec: { patterns: [{ name: p, pattern: "a" }], rules: [] }\n',
    { isLinear: () => false },
  ],
  'yaml-resource-exhaustion': [`${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
};

test('a code without an example is met here', () => {
  const without = allCodes.filter((code) => example(page(code), 'Avoid') === undefined);
  assert.deepEqual(without.toSorted(), Object.keys(elsewhere).toSorted());
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
