import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../decide/decide.ts';
import { isWithin } from '../../testing/access.ts';
import { buildInput, type CaseIdentity, type CaseOperation } from '../../testing/build-input.ts';
import { testEnvironment, tryRules } from '../../testing/load-rules.ts';
import * as random from '../../testing/random-rules.ts';
import { runs } from '../../testing/runs.ts';
import { widening } from './change.ts';
import { type PermissionDiff, permissionDiff } from './permission-diff.ts';

/** The noon at which requests of tests are decided. */
const now = Date.parse('2026-11-21T12:00:00Z');

type Rule = Record<string, unknown>;

const names = fc.subarray(['g1', 'ci:g1', 'people:g2'], { minLength: 1 });
/** Selectors of more kinds than the random rules have. */
const who = fc.oneof(
  fc.record({ groups: names, except: fc.record({ subjects: fc.constant(['ana']) }) }),
  fc.record({ subjects: fc.subarray(['ana', 'ci:ana', 'ben'], { minLength: 1 }), groups: names }),
  fc.record({ services: fc.constant(['ci:ana', 'ben']) }),
  fc.record({ issuers: fc.constant(['ci']), except: fc.record({ claims: fc.constant({ dept: ['y'] }) }) }),
  fc.record({
    issuers: fc.constant(['people', 'ci']),
    claims: fc.record({ dept: fc.subarray(['x', 'y'], { minLength: 1 }) }),
  }),
);
const globs = fc.subarray(['*b', 'a*b', 'ab', 'a*'], { minLength: 1 });
const where = fc.oneof(
  fc.record({ collections: globs, tenants: fc.subarray(['default_*', 't', '*'], { minLength: 1 }) }),
  fc.record({
    tenants: fc.constant(['t*']),
    databases: fc.constant(['default*']),
    except: fc.record({ collections: globs }),
  }),
  fc.record({
    connections: fc.constantFrom(['insights'], ['archive'], ['insights', 'archive']),
    except: fc.record({ tenants: fc.constant(['t']) }),
  }),
);

const plain = fc.oneof(random.permit, random.broadPermit, random.deny, random.guard, random.approvalRule);
const rule = fc.tuple(plain, fc.option(who, { nil: undefined }), fc.option(where, { nil: undefined })).map(
  ([one, principals, resources]): Rule => ({
    ...one,
    ...(principals !== undefined && { principals }),
    ...(resources !== undefined && { resources }),
  }),
);
const set = fc
  .tuple(random.ruleSet, fc.array(rule, { maxLength: 3 }))
  .map(([list, more]): Rule[] => [...list, ...more].map((one, i) => ({ ...one, id: `r${i}` })));
const person = fc.oneof(
  random.identity,
  fc
    .record({
      issuer: fc.constantFrom('people', 'ci', 'elsewhere'),
      kind: fc.constantFrom('person', 'service'),
      subject: fc.constantFrom('ana', 'ben', 'cleo'),
      groups: fc.subarray(['g1', 'g2']),
      groupsComplete: fc.boolean(),
      claims: fc.constantFrom({}, { dept: 'x' }, { dept: 'y', tenant: 'A' }, { dept: 'z' }),
    })
    .map((drawn) => drawn as CaseIdentity),
);
const operation = fc
  .tuple(random.operation, fc.constantFrom('default_tenant', 't', 't2', 'every', 'none', 'unresolved'))
  .map(([one, tenant]): CaseOperation => ({ ...one, tenant }));
/** A set, and another that comes of it by few edits. */
const pair = fc
  .tuple(
    set,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('drop', 'add', 'replace', 'mix'), rule), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([base, edits]): [Rule[], Rule[]] => {
    const head = base.map((one) => ({ ...one }));
    for (const [at, edit, other] of edits) {
      const place = head.length === 0 ? 0 : at % head.length;
      if (edit === 'drop') head.splice(place, 1);
      else if (edit === 'replace' && head.length > 0) head[place] = other;
      else if (edit === 'mix' && head.length > 0 && head[place]!.effect === other.effect) {
        const keys = Object.keys(other).filter((key) => key !== 'effect');
        const key = keys[at % keys.length]!;
        const mixed = { ...head[place]!, [key]: other[key] };
        const operations = mixed.operations as string[] | undefined;
        if (operations !== undefined && !operations.includes('search')) delete mixed.limits;
        head[place] = mixed;
      } else head.push(other);
    }
    return [base, head.map((one, i) => ({ ...one, id: `r${i}` }))];
  });
const request = fc.tuple(
  person,
  fc.array(fc.oneof(random.operation, operation), { minLength: 1, maxLength: 2 }),
);

const told = ({ rows }: PermissionDiff): string =>
  rows
    .map((row) => JSON.stringify({ ...row, rules: row.rules.map(({ rule, side }) => `${side} ${rule}`) }))
    .join('\n');

test('what the diff does not tell of is decided as before, and what it calls narrower never gives more', () => {
  let differing = 0;
  let said = 0;
  fc.assert(
    fc.property(
      pair,
      fc.array(request, { minLength: 12, maxLength: 12 }),
      fc.boolean(),
      ([base, head], asked, known) => {
        const [one, other] = [tryRules(base), tryRules(head)];
        // More conditions may have come together than a policy may have.
        fc.pre(one.ok && other.ok);
        const [before, after] = [one.set, other.set];
        const diff = permissionDiff(before, after, { now, environment: known ? testEnvironment : undefined });
        for (const [identity, operations] of asked) {
          const input = buildInput(identity, operations);
          const rows = diff.rows.filter((row) => operations.some((_, i) => row.covers(input, i)));
          const [was, is] = [decide(before, input), decide(after, input)];
          const [wider, narrower] = [!isWithin(is, was), !isWithin(was, is)];
          if (wider || narrower) differing++;
          if (rows.length > 0) said++;
          const more = rows.some(({ kind }) => widening.has(kind));
          const less = rows.some(({ kind }) => !widening.has(kind) || kind === 'changed');
          const report = () => JSON.stringify([input, was, is], undefined, 1) + told(diff);
          assert.ok(!wider || more, `wider and not told of\n${report()}`);
          assert.ok(!narrower || less, `narrower and not told of\n${report()}`);
        }
      },
    ),
    { numRuns: runs(40) },
  );
  assert.ok(differing > 15, `only ${differing} decisions differ`);
  // It may tell of more than these requests show, but not of everything.
  assert.ok(said < differing * 12, `${said} told of, ${differing} differ`);
});
