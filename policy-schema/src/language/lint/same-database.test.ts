import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { analyseTest } from '../../testing/language-document.ts';
import { sameDatabase } from './same-database.ts';

const of = (i: number) => [
  {
    id: `g${i}`,
    effect: 'guard',
    principals: { groups: ['contractors'] },
    resources: { connections: ['insights'], collections: [`${i}-*`] },
    require: { filter: { tenant: 'acme' } },
  },
  {
    id: `p${i}`,
    effect: 'allow',
    principals: { groups: ['analysts'] },
    resources: { connections: ['mirror'], collections: [`${i}-*`] },
    operations: ['search'],
  },
];

function unbound(many: number): number {
  const rules = Array.from({ length: many }, (_, i) => of(i)).flat();
  const text = stringify({
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'many' },
    spec: { rules },
  });
  return [...sameDatabase.find(analyseTest(text))].length;
}

test('of many rules no more are compared than can be in a moment, and nothing is said of the rest', () => {
  assert.equal(unbound(60), 60);
  const told = unbound(600);
  assert.ok(told > 60 && told < 600, `${told}`);
});
