import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { testEnvironment as environment, tryRules } from '../testing/load-rules.ts';
import { digestOf } from './digest.ts';
import { loadPolicies } from './load-policies.ts';

const policy = (name: string, rules = '[]'): string =>
  `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name} }\nspec: { rules: ${rules} }\n`;

test('no files are a set that permits nothing', () => {
  const loaded = loadPolicies({ files: [], environment });
  assert.ok(loaded.ok);
  assert.deepEqual(loaded.set.rules, []);
});

test('the digest is SHA-256 over paths and texts in the order of paths, whatever order they come in', () => {
  const files = [
    { path: 'b', text: 'zwei ü' },
    { path: 'a', text: 'one' },
  ];
  const expected = createHash('sha256')
    .update('1 3\naone')
    .update('1 7\nb')
    .update('zwei ü', 'utf8')
    .digest('hex');
  assert.equal(digestOf(files), expected);
  assert.equal(digestOf([...files].reverse()), expected);
  assert.notEqual(digestOf([{ path: 'a', text: 'oneb' }]), digestOf([{ path: 'ab', text: 'one' }]));
});

test('the revision carries the commit', () => {
  const loaded = loadPolicies({
    files: [{ path: 'a', text: policy('a') }],
    environment,
    commit: { commit: 'c0ffee', dirty: true },
  });
  assert.ok(loaded.ok);
  assert.deepEqual([loaded.set.revision.commit, loaded.set.revision.dirty], ['c0ffee', true]);
});

test('one file with a problem means no set, and problems come in the order of files and lines', () => {
  const files = [
    { path: 'z', text: policy('z', '[{ id: b, effect: no }, { id: c, effect: no }]') },
    { path: 'a', text: policy('a', '[{ id: a, effect: no }]') },
    { path: 'm', text: policy('m') },
  ];
  const loaded = loadPolicies({ files, environment });
  assert.ok(!loaded.ok);
  assert.deepEqual(
    loaded.problems.map(({ file, column }) => [file, column]),
    [
      ['a', 34],
      ['z', 34],
      ['z', 57],
    ],
  );
});

test('a pattern of one file is a detector in all of them, whatever their order', () => {
  const pattern = (name: string, own: string): string =>
    `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name} }\nspec: { patterns: [{ name: ${own}, pattern: "E-[0-9]" }], rules: [] }\n`;
  const uses = policy(
    'uses',
    '[{ id: g, effect: guard, mask: [{ fields: [f], detectors: [own-id], method: redact }] }]',
  );
  const files = [
    { path: 'a', text: uses },
    { path: 'b', text: pattern('b', 'own-id') },
  ];
  for (const order of [files, files.toReversed()]) {
    const loaded = loadPolicies({ files: order, environment });
    assert.ok(loaded.ok);
    assert.deepEqual(loaded.set.rules[0]?.masks[0]?.patterns, [
      { name: 'own-id', expression: 'E\\u002d[0-9]' },
    ]);
    // What is recorded names it, and does not repeat the policy.
    assert.equal(JSON.stringify(loaded.set.rules[0]?.masks[0]?.patterns), '[{"name":"own-id"}]');
  }
  const alone = loadPolicies({ files: files.slice(0, 1), environment });
  assert.deepEqual(alone.ok ? [] : alone.problems.map(({ code }) => code), ['unknown-detector']);
  const twice = loadPolicies({ files: [...files, { path: 'c', text: pattern('c', 'own-id') }], environment });
  assert.ok(!twice.ok);
  assert.match(twice.problems[0]!.message, /own-id is also in b:4/);
});

test('one name for two policies in two files is told with the place of the other', () => {
  const loaded = loadPolicies({
    files: ['x', 'y'].map((path) => ({ path, text: policy('same') })),
    environment,
  });
  assert.ok(!loaded.ok);
  assert.match(loaded.problems[0]!.message, /also in x:3/);
});

test('invariant 10: without an environment names are taken as they are, and what no gateway can enforce is still refused', () => {
  const rules =
    '[{ id: d, effect: deny, resources: { connections: [any] }, principals: { groups: ["any:g"], claims: { any: [x] } } }]';
  assert.ok(loadPolicies({ files: [{ path: 'a', text: policy('a', rules) }] }).ok);
  const grant = 'apiVersion: vectorgate/v1\nkind: Grant\n';
  assert.ok(!loadPolicies({ files: [{ path: 'a', text: grant }] }).ok);
});

test('invariant 10: a mask method that a gateway says it cannot enforce is not loaded for it', () => {
  const tokenize = '[{ id: g, effect: guard, mask: [{ fields: [email], method: tokenize }] }]';
  const files = [{ path: 'a', text: policy('a', tokenize) }];
  assert.ok(loadPolicies({ files }).ok);
  assert.ok(loadPolicies({ files, environment }).ok);
  const loaded = loadPolicies({ files, environment: { ...environment, unsupported: ['tokenize'] } });
  assert.ok(!loaded.ok);
  assert.deepEqual(
    loaded.problems.map(({ code, line }) => [code, line]),
    [['mask-method-unsupported', 4]],
  );
});

test('a file of more than a million characters is not read', () => {
  const loaded = loadPolicies({
    files: [{ path: 'a', text: `${policy('a')}# ${'x'.repeat(1_000_000)}` }],
    environment,
  });
  assert.ok(!loaded.ok);
  assert.equal(loaded.problems[0]?.code, 'file-too-large');
});

test('an approval rule loads', () => {
  const rule = {
    id: 'q',
    effect: 'require-approval',
    operations: ['delete-bulk'],
    approval: { approvers: { groups: ['data-owners'] } },
  };
  assert.ok(tryRules([rule]).ok);
});

test('whatever a file holds, it loads or gives problems with places inside it', () => {
  const texts = [
    '',
    '\n',
    '---',
    '...',
    '- ',
    '{',
    '[]',
    'null',
    '0',
    '\ufeff{}',
    '\0',
    'spec: x',
    'spec: { rules: x }',
    'spec: { rules: [x, [], {}, null] }',
    'metadata: x',
    '"',
    "'",
    '|',
    '>',
    '&a',
    '*a',
    '!!',
    '? ',
    'a: b: c',
    '\t',
    '%TAG',
    '--- x\n--- y',
    'kind: [Grant]',
  ];
  for (const text of texts) {
    const loaded = loadPolicies({ files: [{ path: 'a', text }], environment });
    assert.ok(!loaded.ok, text);
    for (const { line, column, endLine, endColumn, message, remedy, code } of loaded.problems) {
      assert.ok(
        line >= 1 && column >= 1 && line <= text.split('\n').length + 1,
        `${JSON.stringify(text)} ${line}:${column}`,
      );
      assert.ok(endLine > line || (endLine === line && endColumn >= column));
      assert.ok(
        message.endsWith('.') && /[.?]$/.test(remedy) && /^[a-z0-9-]+$/.test(code),
        `${message} | ${remedy} | ${code}`,
      );
    }
  }
});
