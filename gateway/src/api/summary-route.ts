import {
  contentTerms,
  type LookedThrough,
  type PersonSummary,
  type RecordFacets,
  type RecordSummary,
  summaryKeys,
} from '@vectorgate/policy-schema/records-query';
import Type from 'typebox';
import type { RecordHeader } from '../sessions/record.ts';
import type { RecordReader } from '../sessions/record-reader.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import type { ApiRoute } from './api-routes.ts';
import { all, recordsQuery, SummarySchema } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import { everything, type RequestLooks } from './request-looks.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';
import { tableOf } from './table-of.ts';

/**
 * What a summary costs beside a page, however many people it finds. As much as ten counts, though it may take twenty-two: one of
 * somebody's alone passes over most of what there is. Three within a minute leave half of what one may ask for.
 */
const summaryRows = 2_000;
const mostPeople = 20;
const told: ReadonlySet<string> = new Set(summaryKeys);

/** Who is in the records that a query finds, and by which rules: one count for each of the people. */
export const summaryRoute = ({
  reader,
  access,
  looks,
  exporter,
  budget,
  requests,
}: Pick<ApiParts, 'reader' | 'access' | 'looks' | 'exporter'> & {
  readonly budget: SearchBudget;
  readonly requests: RequestLooks;
}): ApiRoute => ({
  path: '/records/summary',
  summary:
    'Who is in the records that a query finds, and through which rules, for twenty of them, those first who got something whole: among my own, or with all=1 those of others that rules let me review.',
  query: Type.Object({ query: recordsQuery, all }, { additionalProperties: false }),
  response: SummarySchema,
  answer: async (question) => {
    const looking = new Looking(question, { access, looks });
    const search = searchOf(question, await looking.scope('facets'), { texts: true });
    if (contentTerms(search.query).length > 0) {
      const { answer } = await requests.into(question, {
        of: 'facets',
        page: everything,
        make: async ({ records, looked }, rights) => {
          const summary = await summariseFound(records, rights, looked);
          return { answer: summary, told: { summary: true, total: summary.total, looked } };
        },
      });
      exporter.prepare();
      return answer;
    }
    const { issuer, subject } = question.caller.identity;
    // As a whole and first: what it finds does not matter, and one that is begun is ended.
    budget.charge(`${issuer}:${subject}`, summaryRows, Date.now());
    const summary = await summarise(reader, search);
    await looking.listed('facets', { summary: true, total: summary.total });
    // Who asks who it was wants to prove it next.
    exporter.prepare();
    return summary;
  },
});

const whole = (search: RecordSearch): RecordSearch => ({
  ...search,
  query: {
    terms: [...search.query.terms, { kind: 'text', key: 'unmasked', not: false, any: [['', '']] }],
  },
});

/**
 * By issuer and subject as they are: as a term, it would find whoever goes by such a name too.
 * @param who as the facet `who` has it; names of issuers have no colon
 */
function of(search: RecordSearch, who: string): RecordSearch {
  const colon = who.indexOf(':');
  return { ...search, who: { issuer: who.slice(0, colon), subject: who.slice(colon + 1) } };
}

/** Those who got something whole come first, however seldom: they are whom one looks for. */
export async function summarise(
  reader: Pick<RecordReader, 'countFacets'>,
  search: RecordSearch,
): Promise<RecordSummary> {
  const whoIn = ({ facets }: RecordFacets) => facets.find(({ key }) => key === 'who');
  const all = await reader.countFacets(search);
  const who = whoIn(all);
  const gotWhole = whoIn(await reader.countFacets(whole(search)));
  const chosen = new Map(
    [...(gotWhole?.values ?? []), ...(who?.values ?? [])].map((one) => [one.value, one]),
  );
  const people: PersonSummary[] = [];
  for (const { value, name } of [...chosen.values()].slice(0, mostPeople)) {
    const own = await reader.countFacets(of(search, value));
    people.push({
      who: value,
      ...(name !== undefined && { name }),
      ...own.total,
      facets: own.facets.filter(({ key }) => told.has(key)),
    });
  }
  const more = who?.more === true || chosen.size > mostPeople;
  return { total: all.total, people, ...(more && { more }) };
}

/** The same of what was looked into and found. */
async function summariseFound(
  records: readonly RecordHeader[],
  rights: RecordReaderRights,
  looked: LookedThrough,
): Promise<RecordSummary> {
  const isBy = ({ who }: RecordHeader, { issuer, subject }: NonNullable<RecordSearch['who']>): boolean =>
    who.issuer === issuer && who.subject === subject;
  const countFacets = async ({ who, query, now }: RecordSearch): Promise<RecordFacets> => {
    const counted = who === undefined ? records : records.filter((header) => isBy(header, who));
    return tableOf(counted, rights).facets(query, now);
  };
  // All that was asked holds of them.
  return { ...(await summarise({ countFacets }, { query: { terms: [] }, now: 0 })), looked };
}
