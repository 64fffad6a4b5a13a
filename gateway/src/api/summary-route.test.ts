import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuery } from '@vectorgate/policy-schema/records-query';
import { countFacets } from '../sessions/search/count-facets.ts';
import { indexOfDrafts } from '../sessions/testing/index-of-drafts.ts';
import { draftOf, testUlid } from '../sessions/testing/record-drafts.ts';
import { summarise } from './summary-route.ts';

/** A record of somebody, by issuer, subject and the name that they gave themselves. */
const draftBy = (number: number, issuer: string, subject: string, name: string) => {
  const { header, parts } = draftOf(testUlid(number), { effect: subject === 'ana' ? 'allow' : 'deny' });
  return { parts, header: { ...header, who: { ...header.who, issuer, subject, name } } };
};

const index = indexOfDrafts([
  draftBy(1, 'people', 'ana', 'Ana Ruiz'),
  draftBy(2, 'people', 'ana', 'Ana Ruiz'),
  draftBy(3, 'people', 'mallory', 'people:ana'),
  draftBy(4, 'people', 'mallory', 'people:ana'),
  draftBy(5, 'partners', 'people:ana', 'Somebody'),
]);
const reader = {
  countFacets: (search: Parameters<typeof countFacets>[2]) =>
    countFacets(index.database(), index.columns(), search),
};
const search = { query: readQuery(''), now: Date.UTC(2026, 10, 21) };

test('who goes by another’s name, or has it as subject at another issuer, is counted for themselves alone', async () => {
  const { total, people } = await summarise(reader, search);
  assert.deepEqual(total, { count: 5 });
  assert.deepEqual(
    people
      .map(({ who, count, facets }) => [
        who,
        count,
        facets.find(({ key }) => key === 'effect')?.values.map(({ value, count }) => `${value} ${count}`),
      ])
      .sort(),
    [
      ['partners:people:ana', 1, ['deny 1']],
      ['people:ana', 2, ['allow 2']],
      ['people:mallory', 2, ['deny 2']],
    ],
  );
});
