import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCelError, run } from '@bufbuild/cel';
import fc from 'fast-check';
import type { Match } from '../decide/decision.ts';
import { buildInput, type CaseIdentity, declaredClaims } from '../testing/build-input.ts';
import { runs } from '../testing/runs.ts';
import { createConditionEngine } from './condition-engine.ts';

// Our engine against another implementation of CEL, over random conditions of our profile and random callers.

const engine = createConditionEngine(declaredClaims);
const quoted = fc.constantFrom('"a"', '"b"', '""', '"ab"');
const word = fc.oneof(
  quoted,
  fc.constantFrom(
    'identity.subject',
    'identity.claims.dept',
    'identity.claims["tenant"]',
    'target.collection',
  ),
);
const list = fc.oneof(
  fc.constantFrom('identity.groups', 'identity.claims.tenants'),
  fc.array(quoted, { maxLength: 3 }).map((all) => `[${all}]`),
);
const number = fc.constantFrom('request.topK', 'request.records', '3', '10', '-1');
const real = fc.constantFrom('identity.claims.level', '3', '2.5');
const method = fc.constantFrom('startsWith', 'endsWith', 'contains');
const macro = fc.constantFrom('exists', 'all', 'exists_one');
const order = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');

const inner = fc.oneof(
  fc.tuple(fc.constant('x'), method, quoted).map(([x, name, text]) => `${x}.${name}(${text})`),
  fc.tuple(fc.constantFrom('==', '!='), word).map(([op, other]) => `x ${op} ${other}`),
);
const atom = fc.oneof(
  fc.constantFrom('true', 'false', 'identity.claims.cleared'),
  fc.tuple(word, order, word).map((parts) => parts.join(' ')),
  fc.tuple(number, order, number).map((parts) => parts.join(' ')),
  fc.tuple(real, fc.constantFrom('<', '<=', '>', '>='), real).map((parts) => parts.join(' ')),
  fc.constantFrom('==', '!=').map((op) => `identity.claims.level ${op} 3`),
  fc.tuple(word, list).map((parts) => parts.join(' in ')),
  fc.tuple(word, method, word).map(([text, name, other]) => `${text}.${name}(${other})`),
  fc.tuple(list, macro, inner).map(([all, name, test]) => `${all}.${name}(x, ${test})`),
  fc.constantFrom('dept', 'tenant', 'level').map((name) => `has(identity.claims.${name})`),
);
const condition = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    tie('node').map((node) => `!(${node})`),
    fc.tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('node'), tie('node'), tie('node')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
})).node;

const text = fc.constantFrom('a', 'b', 'ab');
const caller: fc.Arbitrary<CaseIdentity> = fc.record({
  subject: text,
  groups: fc.subarray(['a', 'b', 'ab']),
  groupsComplete: fc.boolean(),
  claims: fc.record(
    {
      dept: text,
      tenant: text,
      tenants: fc.subarray(['a', 'b']),
      level: fc.constantFrom(2, 2.5, 3),
      cleared: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
});

/** The same caller for the other engine; what is unknown is left out, so that reading it errors. */
function oracle(source: string, identity: CaseIdentity, topK: number): Match {
  const claims = new Map(Object.entries(identity.claims ?? {}));
  for (const [, name] of source.matchAll(/has\(identity\.claims\.(\w+)\)/g))
    if (!claims.has(name!)) return 'unknown';
  const known = new Map<string, unknown>([
    ['subject', identity.subject],
    ['claims', claims],
  ]);
  if (identity.groupsComplete) known.set('groups', identity.groups);
  const bindings = {
    identity: known,
    target: new Map([['collection', 'ab']]),
    request: new Map([
      ['topK', BigInt(topK)],
      ['records', 1n],
    ]),
  };
  const value = run(source, bindings as Parameters<typeof run>[1]);
  return isCelError(value) ? 'unknown' : value === true ? 'yes' : 'no';
}

test('agrees with another implementation of CEL', () => {
  const seen: Record<Match, number> = { yes: 0, no: 0, unknown: 0 };
  fc.assert(
    fc.property(
      condition,
      fc.array(caller, { minLength: 3, maxLength: 3 }),
      fc.constantFrom(3, 10),
      (source, callers, topK) => {
        const compiled = engine.compile(source, ['search']);
        // Too large a condition is refused; anything else must compile.
        if (compiled.problems !== undefined)
          return assert.equal(compiled.problems[0]!.code, 'when-too-large', source);
        for (const identity of callers) {
          const input = buildInput(identity, [{ targets: ['ab'], topK }]);
          const [operation] = input.operations;
          const ours = compiled.condition.evaluate({
            input,
            operation: operation!,
            target: operation!.targets[0]!,
            views: {},
          });
          assert.equal(ours, oracle(source, identity, topK), source);
          seen[ours]++;
        }
      },
    ),
    { numRuns: runs(200) },
  );
  assert.ok(seen.yes > 20 && seen.no > 20 && seen.unknown > 20, JSON.stringify(seen));
});
