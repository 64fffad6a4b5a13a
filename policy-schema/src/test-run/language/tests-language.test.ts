import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import type { PlacedProblem } from '../../compile/problem.ts';
import { applyChanges } from '../../language/index.ts';
import { prepareTests } from '../prepare-tests.ts';
import { loadTested } from '../tested-policies.ts';
import { completeTests } from './complete-tests.ts';
import { hoverTests } from './hover-tests.ts';
import { testFixes } from './test-fixes.ts';
import { testSymbols } from './test-symbols.ts';

const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: ["customer-*"] }
      operations: [read]
      limits: { topK: 50 }
`;
const tests = `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: mine, description: what it is for }
spec:
  now: "2026-11-21T12:00:00Z"
  connection: insights
  identities:
    ana: { groups: [analysts], claims: { level: 3 } }
    robot: { kind: service, issuer: ci }
  operations:
    search: { class: search, collection: customer-cases, topK: 10 }
  matrix:
    robot: { search: deny }
  tests:
    - name: analysts search
      identities: [ana, robot]
      operations: [search]
      expect: { effect: allow, rules: [analysts-read] }
`;

function loaded() {
  const found = loadTested([{ path: 'mine.policy.yaml', text: policy }], undefined);
  if ('problems' in found) throw new Error(found.problems[0]?.message);
  return found.policies;
}
const prepared = prepareTests({ path: 'mine.policy-test.yaml', text: tests }, {});

/** What is said in the middle of a piece of the text. */
const said = (piece: string, of = loaded()): string | undefined => {
  const at = tests.indexOf(piece);
  assert.notEqual(at, -1);
  return hoverTests(prepared, at + 1, of)?.markdown;
};

test('an identity is told wherever it is named', () => {
  const ana = 'Identity `ana`: a person, in `analysts`, claim `level` 3.';
  assert.equal(said('ana: {'), ana);
  assert.equal(said('ana, robot]'), ana);
  assert.equal(said('robot: { kind'), 'Identity `robot`: a service, of issuer `ci`, in no group.');
  assert.match(said('robot: { search') ?? '', /^Identity `robot`/);
});

test('an operation is told wherever it is named, in the matrix with what is decided', () => {
  const search = 'Operation `search`: search of `customer-cases` on `insights`, top-k 10.';
  assert.equal(said('search: { class'), search);
  assert.equal(said('search]'), search);
  assert.match(
    said('search: deny') ?? '',
    /^Operation `search`[\s\S]*Decided now:\n\n- `robot`, `search`: \*\*deny\*\*, ✓ as expected/,
  );
});

test('what is expected is told with what is decided, for each case', () => {
  const text = said('effect: allow') ?? '';
  assert.match(
    text,
    /- `ana`, `search`: \*\*allow\*\*, ✓ as expected\n {2}- Rule analysts-read permits read/,
  );
  assert.match(text, /- `robot`, `search`: \*\*deny\*\*, ✗ not as expected/);
  assert.match(said('analysts-read]') ?? '', /^Rule `analysts-read`: Analysts may read customer-/);
  assert.match(said('analysts search') ?? '', /Decided now/);
});

test('a key is told out of the schema, and without policies nothing of decisions', () => {
  assert.match(said('now:') ?? '', /The clock of all tests/);
  const at = tests.indexOf('effect: allow') + 1;
  assert.doesNotMatch(hoverTests(prepared, at, undefined)?.markdown ?? '', /Decided/);
});

test('the outline lists identities, operations and tests, each where it is named', () => {
  const [document] = testSymbols(prepared);
  assert.deepEqual([document?.name, document?.detail, document?.kind], ['mine', 'what it is for', 'tests']);
  assert.deepEqual(
    document?.children.map(({ name, kind, detail }) => [kind, name, detail]),
    [
      ['identity', 'ana', 'identity'],
      ['identity', 'robot', 'identity'],
      ['operation', 'search', 'operation'],
      ['test', 'what robot may do', 'matrix'],
      ['test', 'analysts search', 'ana, robot: search'],
    ],
  );
  for (const { nameStart, nameEnd, start, end } of document?.children ?? []) {
    assert.ok(start <= nameStart && nameEnd <= end);
    assert.match(tests.slice(nameStart, nameEnd), /^(ana|robot|search|analysts search)$/);
  }
});

test('a first document of tests is about what the policies permit, and passes', () => {
  const empty = prepareTests({ path: 'new.policy-test.yaml', text: '' }, {});
  const [first] = completeTests(empty, 0, { places: loaded().places });
  const text = (first?.insert ?? '').replaceAll(/\$\{\d:([^}]*)\}/g, '$1').replaceAll('$0', '');
  assert.match(
    text,
    /connection: insights\n[\s\S]*groups: \[analysts\][\s\S]*collection: customer-any, topK: 10/,
  );
  const begun = prepareTests({ path: 'new.policy-test.yaml', text }, { places: loaded().places });
  assert.deepEqual(begun.problems, []);
  assert.equal(begun.cases.length, 2);
});

test('a document that is half written has an outline of what is there', () => {
  const half = prepareTests(
    {
      path: 'a.policy-test.yaml',
      text: 'kind: PolicyTest\nspec:\n  identities:\n    ana:\n  tests:\n    - name',
    },
    {},
  );
  assert.deepEqual(
    testSymbols(half).flatMap(({ children }) => children.map(({ name }) => name)),
    ['ana'],
  );
});

test('a claim of another type is written in the one that its issuer declares, where it can be', () => {
  const claims = { tenant: 'string', level: 'number', staff: 'boolean', teams: 'string-list' } as const;
  const environment: PolicyEnvironment = {
    connections: [{ name: 'insights', store: 'chroma', people: 'people' }],
    issuers: [{ name: 'people', claims }],
    canApprove: false,
    unsupported: [],
  };
  const mended = (claim: string, path = 'a.policy-test.yaml'): string | undefined => {
    const text = tests.replace('level: 3', claim);
    const { problems } = prepareTests({ path, text }, { environment });
    const problem = problems.find(({ code }) => code === 'claim-type');
    if (problem === undefined) return 'nothing is wrong';
    const [fix] = testFixes(problem);
    if (fix === undefined) return undefined;
    const after = applyChanges(text, fix.changes);
    const left = prepareTests({ path, text: after }, { environment }).problems;
    assert.ok(!left.some(({ code }) => code === 'claim-type'), after);
    return /claims: \{ (.*?) \} \}/.exec(after)?.[1];
  };
  assert.equal(mended('level: "3"'), 'level: 3');
  assert.equal(mended('level: ["-3"]'), 'level: -3');
  assert.equal(mended('level: high'), undefined);
  assert.equal(mended('tenant: 7'), 'tenant: "7"');
  assert.equal(mended('tenant: [a, b]'), undefined);
  assert.equal(mended('staff: "true"'), 'staff: true');
  assert.equal(mended('staff: yes'), undefined);
  assert.equal(mended('teams: sales'), 'teams: ["sales"]');
  assert.equal(mended('teams: [sales]'), 'nothing is wrong');
  const json = { file: 'a.policy-test.json', start: 0, end: 0, replacement: 'true' };
  assert.equal(testFixes(json as PlacedProblem)[0]?.changes[0]?.text, 'true');
});
