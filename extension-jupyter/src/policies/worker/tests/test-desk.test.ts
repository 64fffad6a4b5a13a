import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PolicyDesk } from '../policy-desk.ts';
import { TestDesk } from './test-desk.ts';

const policy = (limit: number): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: [cases] }
      operations: [search]
      limits: { topK: ${limit} }
    - id: nobody-scans
      effect: deny
      operations: [scan]
`;
const tests = (name: string, group = 'analysts'): string => `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: ${name} }
spec:
  now: "2026-11-21T12:00:00Z"
  connection: insights
  identities: { ana: { groups: [${group}] } }
  operations: { search: { class: search, collection: cases, topK: 10 } }
  matrix: { ana: { search: allow } }
`;
const asked = (text: string, limit = 50, path = 'a.policy-test.yaml') => ({
  test: { path, text },
  files: [{ path: 'a.policy.yaml', text: policy(limit) }],
});

test('files about the same policies share what is covered', () => {
  const desk = new TestDesk();
  desk.beginTests();
  const first = desk.runTests(asked(tests('a')), undefined);
  assert.deepEqual(
    first.results.map(({ id, passed }) => [id, passed]),
    [['a › what ana may do › ana › search', true]],
  );
  const second = desk.runTests(asked(tests('b', 'others'), 50, 'b.policy-test.yaml'), undefined);
  assert.equal(second.results[0]?.passed, false);
  assert.match(second.results[0]?.message ?? '', /search by ana: allow expected, deny decided\./);
  const { all, files } = desk.endTests();
  assert.deepEqual(all.rules, { covered: 1, total: 2 });
  assert.deepEqual(
    files.map(({ uri, rules }) => [uri, rules.map(({ name, hits }) => [name, hits])]),
    [
      [
        'a.policy.yaml',
        [
          ['analysts-read', 1],
          ['nobody-scans', 0],
        ],
      ],
    ],
  );
  desk.beginTests();
  assert.deepEqual(desk.endTests().files, []);
});

test('tests are counted beside a run, which covers none the more by it', () => {
  const desk = new TestDesk();
  desk.beginTests();
  desk.runTests(asked(tests('a')), undefined);
  assert.deepEqual(desk.tallyTests(asked(tests('a'))), { passed: 1, failed: 0 });
  assert.deepEqual(desk.tallyTests(asked(tests('a'), 5)), { passed: 0, failed: 1 });
  const [file] = desk.endTests().files;
  assert.deepEqual(
    file?.rules.map(({ name, hits }) => [name, hits]),
    [
      ['analysts-read', 1],
      ['nobody-scans', 0],
    ],
  );
  assert.match(desk.tallyTests(asked(tests('a'), -1)).trouble ?? '', /^The policies do not load/);
  assert.match(desk.tallyTests(asked('kind: PolicyTest')).trouble ?? '', /^The tests cannot be run/);
});

test('a result names the rules that made it, and where they stand', () => {
  const desk = new TestDesk();
  const { results } = desk.runTests(asked(tests('a')), undefined);
  assert.deepEqual(
    results[0]?.rules.map(({ name, file, line }) => [name, file, line]),
    [['analysts-read', 'a.policy.yaml', 6]],
  );
});

test('what keeps tests from being run is said', () => {
  const desk = new TestDesk();
  const run = (limit: number, config?: string) =>
    desk.runTests(
      {
        ...asked(tests('a'), limit),
        config: config === undefined ? undefined : { path: 'vectorgate.yaml', text: config },
      },
      undefined,
    ).trouble;
  assert.match(run(-1) ?? '', /^The policies do not load: a\.policy\.yaml:11: /);
  assert.match(run(1, 'connections: 3') ?? '', /vectorgate\.yaml does not list connections and issuers/);
  assert.match(run(1, '{') ?? '', /vectorgate\.yaml is not YAML/);
  assert.match(
    desk.runTests({ ...asked(tests('a')), files: [] }, undefined).trouble ?? '',
    /about no policies/,
  );
  assert.match(
    desk.runTests({ ...asked(tests('a')), isAll: false }, undefined).trouble ?? '',
    /^Not all policies/,
  );
  assert.match(desk.runTests(asked('kind: PolicyTest'), undefined).trouble ?? '', /^The tests cannot be run/);
});

test('a file of tests is checked against the policies that it is about, as they are open', () => {
  const desk = new PolicyDesk(() => 0);
  const path = 'a.policy-test.yaml';
  const text = `${tests('a')}  tests:
    - name: by its rule
      identities: [ana]
      operations: [search]
      expect: { effect: allow, rules: [analysts-red] }
`;
  desk.put(path, text);
  desk.surround(path, asked(text));
  const [problem] = desk.look(path).diagnostics;
  assert.equal(problem?.fixes[0]?.title, 'Change to analysts-read');
  assert.deepEqual(
    desk.look(path).tests?.map(({ name }) => name),
    ['what ana may do', 'by its rule'],
  );
  desk.put('a.policy.yaml', policy(50).replace('analysts-read', 'analysts-red'));
  assert.deepEqual(desk.look(path).diagnostics, []);
  assert.match(desk.hover(path, text.indexOf('ana:'))?.markdown ?? '', /^Identity `ana`/);
  assert.equal(desk.symbols(path)[0]?.kind, 'tests');
});
