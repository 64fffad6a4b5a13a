import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OperationClass } from '../operation/operation-class.ts';
import { declaredClaims } from '../testing/build-input.ts';
import { createConditionEngine } from './condition-engine.ts';

const engine = createConditionEngine(declaredClaims);

const accepted: readonly [source: string, classes: OperationClass[]][] = [
  ['identity.subject == "ana" && connection != "x"', ['search']],
  ['"g" in identity.groups || identity.kind == "service"', ['search']],
  ['identity.claims.level >= 3 && !identity.claims.cleared', ['search']],
  ['identity.claims["dept"] == "x"', ['search']],
  ['has(identity.claims.dept) ? request.topK <= 10 : request.topK <= 5', ['search']],
  [
    'identity.groups.exists(g, g.startsWith("team-")) && identity.claims.tenants.all(t, t.endsWith("-eu"))',
    ['schema'],
  ],
  ['identity.claims.tenants.exists_one(t, t.contains("a"))', ['schema']],
  ['request.records < 10', ['search', 'upsert']],
  ['"email" in request.returns', ['fetch']],
  ['"email" in request.writes', ['upsert', 'update']],
  ['-1 < request.offset', ['scan', 'search']],
  ['target.collection in ["a", "b"] && store == "chroma"', ['schema']],
];

describe('conditions that are part of the profile', () => {
  for (const [source, classes] of accepted) {
    test(source, () => assert.deepEqual(engine.compile(source, classes).problems, undefined));
  }
});

const refused: readonly [source: string, code: string, at: string, remedy?: RegExp][] = [
  [
    'identity.subject.matches("(a+)+$")',
    'when-forbidden',
    'identity.subject.matches("(a+)+$")',
    /startsWith/,
  ],
  ['identity.groups.map(g, g) == identity.groups', 'when-forbidden', 'identity.groups.map(g, g)'],
  [
    'identity.groups.exist(g, g == "x")',
    'when-forbidden',
    'identity.groups.exist(g, g == "x")',
    /Did you mean exists\?/,
  ],
  [
    'identity.groups.exists(g, identity.groups.all(h, h == g))',
    'when-nested',
    'identity.groups.all(h, h == g)',
  ],
  ['identity.groups.exists(target, target == "x")', 'when-forbidden', 'target'],
  ['request.topK + 1 > 3', 'when-forbidden', 'request.topK + 1'],
  ['-request.topK < 3', 'when-forbidden', '-request.topK'],
  ['size(identity.groups) > 1', 'when-forbidden', 'size(identity.groups)'],
  ['string(request.topK) == "3"', 'when-forbidden', 'string(request.topK)'],
  ['dyn(1) == 1', 'when-forbidden', 'dyn(1)'],
  ['identity.groups[0] == "x"', 'when-forbidden', 'identity.groups[0]'],
  ['identity.claims[identity.subject] == "x"', 'when-forbidden', 'identity.claims[identity.subject]'],
  ['{"a": 1} == {"a": 1}', 'when-forbidden', '{"a": 1}'],
  ['identity.subject', 'when-not-boolean', 'identity.subject'],
  ['identity.claims.level', 'when-not-boolean', 'identity.claims.level'],
  ['identity.subject == 3', 'when-type', 'identity.subject == 3'],
  ['(identity.subject == "x"', 'when-syntax', ''],
  ['identity.subjct == "x"', 'when-unknown-name', 'subjct', /Did you mean subject\?/],
  ['conection == "x"', 'when-unknown-name', 'conection', /Did you mean connection\?/],
  ['identity.claims.tennant == "x"', 'when-unknown-name', 'tennant', /Did you mean tenant\?/],
  ['target.colection == "x"', 'when-unknown-name', 'colection', /Did you mean collection\?/],
  ['request.topk > 3', 'when-unknown-name', 'topk', /Did you mean topK\?/],
  ['request.page > 3', 'when-not-in-class', 'request.page', /Name only scan in operations/],
  ['has(identity)', 'when-forbidden', 'has(identity)'],
];

describe('conditions that are not', () => {
  for (const [source, code, at, remedy] of refused) {
    test(source, () => {
      const { problems = [] } = engine.compile(source, ['search']);
      assert.ok(problems.length > 0, 'accepted');
      const [first] = problems;
      assert.equal(first!.code, code, first!.message);
      assert.equal(source.slice(first!.start, first!.end), at);
      const told = first!.remedy;
      if (remedy !== undefined) assert.match(typeof told === 'string' ? told : told.text, remedy);
    });
  }
});

test('size, depth and lists are bounded', () => {
  const long = Array.from({ length: 120 }, (_, i) => `identity.subject == "s${i}"`).join(' || ');
  const deep = `${'('.repeat(60)}identity.subject == "x"${')'.repeat(60)}`;
  const nested = `${'!'.repeat(250)}(identity.subject == "x")`;
  const wide = `identity.subject in [${Array.from({ length: 150 }, (_, i) => `"s${i}"`).join(', ')}]`;
  for (const [source, what] of [
    [long, '200 parts'],
    [deep, '24 levels'],
    [nested, '200 parts'],
    [wide, '100 entries in a list'],
  ] as const) {
    const [problem] = engine.compile(source, ['search']).problems ?? [];
    assert.equal(problem?.code, 'when-too-large', source.slice(0, 40));
    assert.equal(problem.message, `The condition has more than ${what}.`);
  }
});

test('without declared claims any name is taken', () => {
  const open = createConditionEngine(undefined);
  assert.equal(open.compile('identity.claims.anything == "x"', ['search']).problems, undefined);
  assert.ok(open.compile('identity.anything == "x"', ['search']).problems);
});
