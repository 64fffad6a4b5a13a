import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BundleError } from './bundle-error.ts';
import { bundleType, canaryType, signedBytes } from './envelope.ts';
import { bundleText, type PolicyBundle, readBundle } from './policy-bundle.ts';

const bundle: PolicyBundle = {
  v: 1,
  gateway: 'https://gate.example.com/oauth',
  revision: 2,
  base: { revision: 1, digest: '0'.repeat(64) },
  created: '2026-11-29T09:00:00.000Z',
  author: 'Ana Ruiz <ana@example.com>',
  commit: { commit: 'a'.repeat(40), dirty: false },
  note: 'why',
  files: [
    { path: 'a.policy.yaml', text: 'kind: Policy\n' },
    { path: 'team/b.policy.json', text: '{}' },
  ],
};

const anyText = fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points));

test('a bundle has one text, whatever the order of its files and keys', () => {
  const text = bundleText(bundle);
  const turned = Object.fromEntries(Object.entries(bundle).reverse()) as unknown as PolicyBundle;
  assert.equal(bundleText({ ...turned, files: bundle.files.toReversed() }), text);
  assert.deepEqual(readBundle(text), bundle);
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 5 }), (texts) => {
      const files = texts.map((own, at) => ({ path: `${at}.policy.yaml`, text: own }));
      assert.deepEqual(readBundle(bundleText({ ...bundle, files })).files, files);
    }),
    { numRuns: 50 },
  );
});

test('another spelling of it is none', () => {
  const text = bundleText(bundle);
  for (const other of [
    ` ${text}`,
    `${text}\n`,
    `\u{feff}${text}`,
    text.replace('"v":1', '"v":1.0'),
    text.replace('"v":1', '"v":1,"v":1'),
    text.replace('"note":"why"', '"note":"\\u0077hy"'),
    text.replace('"v":1', '"v":2'),
    text.replace('"note":"why",', '"note":"",'),
    text.replace('"note":"why",', '"more":1,'),
    text.replace('"revision":2', '"revision":0'),
    text.replace('"author"', '"__proto__"'),
    text.slice(1),
    '[]',
    'null',
  ])
    assert.throws(() => readBundle(other), BundleError, other.slice(0, 60));
});

test('names of files lead nowhere else', () => {
  for (const path of [
    ...['../a.policy.yaml', 'a/../b.policy.yaml', '/a.policy.yaml', 'a//b.policy.yaml', './a.policy.yaml'],
    ...['.a.policy.yaml', '.git/a.policy.yaml', 'a\\b.policy.yaml', 'C:a.policy.yaml', 'a.yaml', ''],
    ...['a\0.policy.yaml', 'a\n.policy.yaml', '\u202ea.policy.yaml', `${'a'.repeat(300)}.policy.yaml`],
    '\ud800.policy.yaml',
  ])
    assert.throws(() => bundleText({ ...bundle, files: [{ path, text: '' }] }), BundleError, path);
  const twice = [bundle.files[0]!, bundle.files[0]!];
  assert.throws(() => bundleText({ ...bundle, files: twice }), BundleError);
});

test('what is signed says what it is, as DSSE has it', () => {
  const bytes = new TextEncoder().encode('{}');
  assert.equal(
    new TextDecoder().decode(signedBytes(bytes, bundleType)),
    'DSSEv1 48 application/vnd.vectorgate.policy-bundle.v1+json 2 {}',
  );
  assert.notDeepEqual(signedBytes(bytes, bundleType), signedBytes(bytes, canaryType));
});
