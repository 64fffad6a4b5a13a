import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Match } from '../decide/decision.ts';
import { buildInput, type CaseIdentity, type CaseOperation, declaredClaims } from '../testing/build-input.ts';
import { createConditionEngine } from './condition-engine.ts';

const engine = createConditionEngine(declaredClaims);

function evaluate(source: string, identity: CaseIdentity, operation: CaseOperation): Match {
  const input = buildInput(identity, [operation]);
  const compiled = engine.compile(source, input.operations[0]!.classes);
  assert.ok(compiled.problems === undefined, compiled.problems?.[0]?.message);
  const [first] = input.operations;
  return compiled.condition.evaluate({ input, operation: first!, target: first!.targets[0]!, views: {} });
}

const cases: readonly [source: string, identity: CaseIdentity, operation: CaseOperation, expected: Match][] =
  [
    ['identity.claims.dept == "x"', { claims: { dept: 'x' } }, {}, 'yes'],
    ['identity.claims.dept == "x"', { claims: { dept: 'y' } }, {}, 'no'],
    ['identity.claims.dept == "x"', { claims: {} }, {}, 'unknown'],
    ['identity.claims.dept == "x" || identity.subject == "ana"', { claims: {} }, {}, 'yes'],
    ['identity.claims.dept == "x" && identity.subject == "omar"', { claims: {} }, {}, 'no'],
    ['has(identity.claims.dept)', { claims: {} }, {}, 'unknown'],
    ['!has(identity.claims.dept)', { claims: {} }, {}, 'unknown'],
    ['has(identity.claims.dept)', { claims: { dept: 'x' } }, {}, 'yes'],
    ['identity.claims.level == 3', { claims: { level: 3 } }, {}, 'yes'],
    ['identity.claims.level > 2.5', { claims: { level: 3 } }, {}, 'yes'],
    ['"g" in identity.groups', { groups: ['g'] }, {}, 'yes'],
    ['"g" in identity.groups', { groups: [], groupsComplete: false }, {}, 'unknown'],
    ['"g" in identity.groups', { groups: ['g'], issuer: 'ci' }, {}, 'no'],
    ['"ci:g" in identity.groups && identity.subject == "ci:ana"', { groups: ['g'], issuer: 'ci' }, {}, 'yes'],
    [
      'identity.groups.exists(g, g == "g")',
      { groups: Array.from({ length: 1001 }, () => 'g') },
      {},
      'unknown',
    ],
    ['request.topK > 10', {}, { topK: 11 }, 'yes'],
    ['request.topK > 10', {}, { topK: Number.POSITIVE_INFINITY }, 'yes'],
    ['request.topK > 10', {}, { topK: Number.NaN }, 'unknown'],
    ['request.page > 10', {}, { classes: ['scan'] }, 'yes'],
    ['"email" in request.returns', {}, { returns: ['email'] }, 'yes'],
    ['"email" in request.returns', {}, { returns: 'all' }, 'unknown'],
    [
      '"email" in request.filtered',
      {},
      { filter: { op: 'compare', field: 'email', test: 'eq', value: 1 } },
      'yes',
    ],
    ['"email" in request.filtered', {}, { filter: { op: 'opaque', fields: 'all' } }, 'unknown'],
    ['"email" in request.filtered', {}, {}, 'no'],
    [
      '"email" in request.writes',
      {},
      { classes: ['upsert'], written: { fields: ['email'], items: [] } },
      'yes',
    ],
    ['target.collection == "a"', {}, { targets: ['a'] }, 'yes'],
    ['target.collection == "a"', {}, { targets: ['every'] }, 'unknown'],
    ['target.collection == "a"', {}, { targets: ['unresolved'] }, 'unknown'],
    ['has(target.collection)', {}, { targets: ['none'] }, 'no'],
    ['has(target.collection)', {}, { targets: ['unresolved'] }, 'unknown'],
    ['connection == "insights" && store == "chroma"', {}, {}, 'yes'],
  ];

describe('conditions on a request', () => {
  for (const [source, identity, operation, expected] of cases) {
    test(`${source} ${JSON.stringify(identity).slice(0, 60)} ${JSON.stringify(operation)}`, () => {
      assert.equal(evaluate(source, identity, operation), expected);
    });
  }
});

test('names that every object has are no claims', () => {
  const open = createConditionEngine(undefined);
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    for (const source of [`identity.claims["${name}"] == "x"`, `has(identity.claims.${name})`]) {
      const compiled = open.compile(source, ['search']);
      assert.ok(compiled.problems === undefined);
      const input = buildInput({ claims: {} }, [{}]);
      const [operation] = input.operations;
      assert.equal(
        compiled.condition.evaluate({
          input,
          operation: operation!,
          target: operation!.targets[0]!,
          views: {},
        }),
        'unknown',
        source,
      );
    }
  }
});

test('claims whose names are no identifiers, and claims of no use', () => {
  const claims = { 'https://acme.example/dept': 'string', constructor: 'string', kind: 'mixed' } as const;
  const odd = createConditionEngine(claims);
  const ask = (source: string, given: CaseIdentity['claims'] & object): Match => {
    const compiled = odd.compile(source, ['search']);
    assert.ok(compiled.problems === undefined, compiled.problems?.[0]?.message);
    const input = buildInput({ claims: given }, [{}]);
    const [operation] = input.operations;
    return compiled.condition.evaluate({
      input,
      operation: operation!,
      target: operation!.targets[0]!,
      views: {},
    });
  };
  assert.equal(
    ask('identity.claims["https://acme.example/dept"] == "x"', { 'https://acme.example/dept': 'x' }),
    'yes',
  );
  assert.equal(ask('identity.claims.constructor == "x"', { constructor: 'x' }), 'unknown');
  assert.equal(ask('identity.claims.kind == "x"', { kind: 'x' }), 'yes');
  assert.equal(ask('identity.claims.kind == "x"', { kind: ['x'] }), 'no');
});
