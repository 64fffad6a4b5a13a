import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { compilePolicies } from '../../compile/compile-policies.ts';
import { testEnvironment } from '../../testing/load-rules.ts';
import { analyse, diagnose } from '../index.ts';
import { Covering } from './covering.ts';
import { ruleCovers } from './covers.ts';
import { Needless } from './needless.ts';
import { PlacesByName } from './places-by-name.ts';

/** Refusals each of which shares one of its two collections with the one before, and one with the one behind. */
function chain(length: number): string {
  const rules = Array.from({ length }, (_, i) => ({
    id: `r${i}`,
    effect: 'deny',
    resources: { collections: [`c${i + 1}`, `c${i}`] },
  }));
  return stringify({
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'chain' },
    spec: { rules },
  });
}

const path = 'chain.policy.yaml';

function chained(length: number) {
  const { places } = compilePolicies([{ path, text: chain(length) }], {
    environment: testEnvironment,
    tolerant: true,
  });
  assert.equal(places.length, length);
  return { places, needless: new Needless(places, new Covering(new PlacesByName(places), ruleCovers, true)) };
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
  const left = new Set(
    places
      .filter((one) => !told.has(one))
      .flatMap(({ compiled }) => compiled.resources?.collections?.map(({ text }) => text) ?? []),
  );
  assert.equal(left.size, 2001);
});

test('a document is asked from its last rule', () => {
  const found = diagnose(analyse({ path, text: chain(301) }, { now: 0 }));
  assert.equal(found.filter(({ code }) => code === 'refusal-redundant').length, 150);
});
