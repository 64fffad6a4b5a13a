import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPolicies } from '../compile/load-policies.ts';
import { PolicyError } from '../errors/policy-error.ts';
import type { Operation } from '../operation/operation.ts';
import { buildInput, buildOperation } from '../testing/build-input.ts';
import { testEnvironment as environment, loadRules } from '../testing/load-rules.ts';
import { decide } from './decide.ts';

const everything = {
  id: 'a',
  effect: 'allow',
  principals: { issuers: ['people'] },
  resources: { connections: ['insights'] },
  operations: ['read'],
};

const decideOne = (rules: readonly object[], operation: Operation) =>
  decide(loadRules(rules), { ...buildInput({}, []), operations: [operation] });

test('a request without operations is an error of the caller of decide', () => {
  assert.throws(
    () => decide(loadRules([everything]), buildInput({}, [])),
    (error) => error instanceof PolicyError && error.code === 'no-operation',
  );
});

test('an operation without classes, or of an unknown class, matches no permit', () => {
  const operation = buildOperation();
  for (const classes of [[], ['unheard-of'], ['search', 'unheard-of']] as never[]) {
    assert.equal(decideOne([everything], { ...operation, classes }).refusal?.code, 'no-permit');
  }
  assert.equal(decideOne([everything], operation).effect, 'allow');
});

test('a connection that no rule names has the rules that name none', () => {
  const wide = { ...everything, id: 'wide', resources: { collections: ['*'] }, operations: ['fetch'] };
  const set = loadRules([everything, wide]);
  const input = {
    ...buildInput({}, [{ classes: ['fetch'] }]),
    connection: { name: 'elsewhere', people: 'people' },
  };
  assert.equal(decide(set, input).effect, 'allow');
  assert.equal(decide(set, { ...input, operations: [buildOperation()] }).refusal?.code, 'no-permit');
});

test('names that stand bare follow the connection’s people', () => {
  const set = loadRules([{ ...everything, principals: { groups: ['g'] } }]);
  const input = buildInput({ issuer: 'ci', groups: ['g'] }, [{}]);
  assert.equal(decide(set, input).effect, 'deny');
  assert.equal(decide(set, { ...input, connection: { name: 'insights', people: 'ci' } }).effect, 'allow');
});

test('the trace has file, line and rule of everything that mattered, and a sentence', () => {
  const guard = {
    id: 'g',
    effect: 'guard',
    mask: [{ fields: ['email'], method: 'redact' }],
    limits: { topK: 5, rate: '60/min' },
  };
  const other = { id: 'o', effect: 'deny', resources: { collections: ['other'] } };
  const [step, ...more] = decideOne([everything, guard, other], buildOperation({ topK: 9 })).operations[0]!
    .trace;
  assert.deepEqual(step?.rule, { policy: 'test', rule: 'a', file: 'test.policy.yaml', line: 8 });
  assert.deepEqual([step?.effect, step?.match, step?.outcome], ['allow', 'yes', 'applied']);
  assert.equal(step?.text, 'Rule a permits read.');
  assert.equal(more.length, 1);
  assert.equal(more[0]?.outcome, 'limit-exceeded');
  assert.equal(more[0]?.text, 'Rule g refuses it: n_results 9 is above your limit of 5.');
});

test('no text quotes a literal of a filter, of the request or of a rule', () => {
  const secret = 'XYZZY';
  const rules = [
    { ...everything, require: { filter: { tenant: secret } } },
    {
      id: 'g',
      effect: 'guard',
      principals: { claims: { dept: [secret] } },
      require: { filter: { team: [secret] } },
      mask: [{ fields: ['email'], method: 'redact' }],
    },
  ];
  const filter = { op: 'compare', field: 'email', test: 'eq', value: secret } as const;
  const decision = decideOne(rules, buildOperation({ filter, ids: [secret] }));
  assert.equal(decision.refusal?.code, 'masked-field-referenced');
  const texts = [decision.refusal, ...decision.operations.flatMap(({ trace }) => trace)];
  assert.doesNotMatch(JSON.stringify(texts), /XYZZY/);
});

test('without a permit one is told to ask whoever covers the place', () => {
  const policy = (name: string, contact: string, collection: string): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: ${name}, owner: ${name}-team, ${contact} }
spec:
  rules:
    - { id: r, effect: allow, principals: { groups: [nobody] }, resources: { collections: [${collection}] }, operations: [search] }
`;
  const texts = [
    policy('p1', 'contact: "#one"', 'customer-*'),
    policy('p2', 'description: x', '"*"'),
    policy('p3', 'contact: "#three"', 'other'),
  ];
  const loaded = loadPolicies({
    files: texts.map((text, i) => ({
      path: `${i}.policy.yaml`,
      text: text.replace('customer-*', '"customer-*"'),
    })),
    environment,
  });
  assert.ok(loaded.ok);
  assert.equal(decide(loaded.set, buildInput({}, [{}])).refusal?.next, 'Ask #one or p2-team.');
  assert.equal(
    decide(loaded.set, buildInput({}, [{ targets: ['other'] }])).refusal?.next,
    'Ask #three or p2-team.',
  );
});

test('a decision is plain data apart from what may be listed, and changes nothing of its input', () => {
  const set = loadRules([
    everything,
    { id: 'g', effect: 'guard', mask: [{ fields: 'all', method: 'redact' }] },
  ]);
  const input = Object.freeze(buildInput({}, [{}]));
  const before = structuredClone(input);
  assert.deepEqual(structuredClone(decide(set, input)), decide(set, input));
  assert.deepEqual(input, before);
});
