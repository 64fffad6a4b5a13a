import { type RecordSummary, summaryKeys } from '@vectorgate/policy-schema/records-query';
import Type from 'typebox';
import type { RecordReader } from '../sessions/record-reader.ts';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import type { ApiRoute } from './api-routes.ts';
import { all, recordsQuery, SummarySchema } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';

/** What counting costs beside a page, once for all and once for each of the people. */
const countedRows = 200;
const told: ReadonlySet<string> = new Set(summaryKeys);

/** Who is in the records that a query finds, and by which rules: one count for each of the people. */
export const summaryRoute = ({
  reader,
  access,
  looks,
  budget,
}: Pick<ApiParts, 'reader' | 'access' | 'looks'> & { readonly budget: SearchBudget }): ApiRoute => ({
  path: '/records/summary',
  summary:
    'Who is in the records that a query finds, and through which rules, for the twenty most frequent: among my own, or with all=1 those of others that rules let me review.',
  query: Type.Object({ query: recordsQuery, all }, { additionalProperties: false }),
  response: SummarySchema,
  answer: async (question) => {
    const looking = new Looking(question, { access, looks });
    const search = searchOf(question, await looking.scope('facets'));
    const { issuer, subject } = question.caller.identity;
    const summary = await summarise(reader, search, () =>
      budget.charge(`${issuer}:${subject}`, countedRows, Date.now()),
    );
    await looking.listed('facets', { summary: true, total: summary.total });
    return summary;
  },
});

/** @param charge called before each count; what it throws ends all */
async function summarise(
  reader: Pick<RecordReader, 'countFacets'>,
  search: RecordSearch,
  charge: () => void,
): Promise<RecordSummary> {
  charge();
  const { total, facets } = await reader.countFacets(search);
  const who = facets.find(({ key }) => key === 'who');
  const people: RecordSummary['people'][number][] = [];
  for (const { value, name } of who?.values ?? []) {
    charge();
    const own = await reader.countFacets({
      ...search,
      query: { terms: [...search.query.terms, { kind: 'text', key: 'who', not: false, any: [[value]] }] },
    });
    people.push({
      who: value,
      ...(name !== undefined && { name }),
      ...own.total,
      facets: own.facets.filter(({ key }) => told.has(key)),
    });
  }
  return { total, people, ...(who?.more && { more: true }) };
}
