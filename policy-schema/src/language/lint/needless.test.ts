import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { type CompiledPlace, compilePolicies } from '../../compile/compile-policies.ts';
import { testEnvironment } from '../../testing/load-rules.ts';
import { analyse, diagnose } from '../index.ts';
import { Covering } from './covering.ts';
import { ruleCovers } from './covers.ts';
import { Needless } from './needless.ts';
import { PlacesByName } from './places-by-name.ts';

/** A policy of refusals of some collections each. */
const refusing = (collections: readonly (readonly string[])[]): string =>
  stringify({
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'chain' },
    spec: {
      rules: collections.map((some, i) => ({
        id: `r${i}`,
        effect: 'deny',
        resources: { collections: some },
      })),
    },
  });

/** Refusals each of which shares one of its two collections with the one before, and one with the one behind. */
const chain = (length: number, behind = ''): string =>
  refusing(Array.from({ length }, (_, i) => [`c${i + 1}${behind}`, `c${i}${behind}`]));

const path = 'chain.policy.yaml';

function compiled(text: string, length: number): readonly CompiledPlace[] {
  const { places } = compilePolicies([{ path, text }], { environment: testEnvironment, tolerant: true });
  assert.equal(places.length, length);
  return places;
}

function chained(length: number) {
  const places = compiled(chain(length), length);
  return { places, needless: new Needless(places, new Covering(new PlacesByName(places), ruleCovers, true)) };
}

/** The collections that refusals name which are left when some are deleted. */
const named = (places: readonly CompiledPlace[], gone: ReadonlySet<CompiledPlace>): ReadonlySet<string> =>
  new Set(
    places
      .filter((one) => !gone.has(one))
      .flatMap((one) => one.compiled.resources?.collections?.map(({ text }) => text) ?? []),
  );

/** Which of some refusals are needless, asked from the last, and how many comparisons that took. */
function counted(text: string, length: number) {
  const places = compiled(text, length);
  let compared = 0;
  const covers: typeof ruleCovers = (a, b) => {
    compared++;
    return ruleCovers(a, b);
  };
  const needless = new Needless(places, new Covering(new PlacesByName(places), covers, true));
  const told = new Set(places.toReversed().filter((one) => needless.of(one) !== undefined));
  return { places, told, compared };
}

test('of a long chain of rules every second is needless, asked from the last', () => {
  const { places, needless } = chained(2000);
  const told = places.toReversed().filter((one) => needless.of(one) !== undefined);
  assert.deepEqual(
    told.map(({ index }) => index),
    Array.from({ length: 999 }, (_, i) => 1998 - 2 * i),
  );
});

test('asked from the first it is not followed to its end: nothing is said of those, and they make no other needless', () => {
  const { places, needless } = chained(2000);
  const told = new Set(places.filter((one) => needless.of(one) !== undefined));
  assert.ok(told.size > 0);
  assert.equal(named(places, told).size, 2001);
});

test('of patterns each is compared with each, and no more of many than can be in a moment', () => {
  const few = refusing(Array.from({ length: 300 }, (_, i) => [`c${i}-*`]));
  const { told, compared } = counted(few, 300);
  assert.equal(told.size, 0);
  assert.ok(compared >= 300 * 299, `${compared}`);
  const many = counted(refusing(Array.from({ length: 1500 }, (_, i) => [`c${i}-*`])), 1500);
  assert.ok(many.compared > compared && many.compared < 510_000, `${many.compared}`);
});

test('beyond that nothing is said of a rule, and it makes no other needless', () => {
  const { places, told, compared } = counted(chain(900, '-*'), 900);
  assert.ok(compared < 510_000, `${compared}`);
  assert.ok(told.size > 0 && told.size < 449, `${told.size}`);
  assert.equal(named(places, told).size, 901);
});

test('a document is asked from its last rule', () => {
  const found = diagnose(analyse({ path, text: chain(301) }, { now: 0 }));
  assert.equal(found.filter(({ code }) => code === 'refusal-redundant').length, 150);
});
