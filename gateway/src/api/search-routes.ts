import { contentTerms, type LookedThrough } from '@vectorgate/policy-schema/records-query';
import Type from 'typebox';
import type { RecordHeader } from '../sessions/record.ts';
import type { ApiRoute, Question } from './api-routes.ts';
import { all, cursor, effect, FacetsSchema, limit, RecordsSchema, recordsQuery } from './api-schemas.ts';
import { askedRoute } from './asked-route.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import { everything, RequestLooks } from './request-looks.ts';
import { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';
import { summaryRoute } from './summary-route.ts';
import { tableOf } from './table-of.ts';
import { todayRoute } from './today-route.ts';
import { unlessRemoved } from './unless-removed.ts';
import { headerFor } from './what-callers-see.ts';

const strict = { additionalProperties: false } as const;
/** What counting costs beside a page: as much as the longest. */
const countedRows = 200;

interface FoundPage {
  readonly records: readonly RecordHeader[];
  readonly next?: string;
  readonly looked?: LookedThrough;
}

/** The two lines that a refused person read. */
const reasonIn = (decision: unknown): { what: string; next: string } | undefined =>
  typeof decision === 'object' && decision !== null && 'what' in decision && 'next' in decision
    ? { what: String(decision.what), next: String(decision.next) }
    : undefined;

/** Looking for records, and counting what stands in them. */
export function searchRoutes({
  reader,
  configuration,
  access,
  looks,
  policy,
  exporter,
}: Pick<
  ApiParts,
  'reader' | 'configuration' | 'access' | 'looks' | 'policy' | 'exporter'
>): readonly ApiRoute[] {
  const budget = new SearchBudget();
  const charge = ({ caller: { identity } }: Question, rows: number): void =>
    budget.charge(`${identity.issuer}:${identity.subject}`, rows, Date.now());
  const requests = new RequestLooks({ reader, access, looks, budget });
  return [
    {
      path: '/records',
      summary:
        'Records that a query finds, the latest first: among my own, or with all=1 those of others that rules let me review. A refused one has the words that the person read.',
      query: Type.Object({ query: recordsQuery, effect, limit, cursor, all }, strict),
      response: RecordsSchema,
      answer: async (question) => {
        const { caller, query } = question;
        let looking = new Looking(question, { access, looks });
        const search = searchOf(question, await looking.scope('records'), { texts: true });
        const most = Number(query.limit ?? 50);
        const { query: sought, cursor: from, effect: only, all: everybody } = query;
        const byText = contentTerms(search.query).length > 0;
        if (!byText && [sought, from, only, everybody].some((one) => one !== undefined))
          charge(question, most);
        const page = { limit: most, cursor: from };
        let found: FoundPage;
        if (byText)
          ({ answer: found, looking } = await requests.into<FoundPage>(question, {
            of: 'records',
            page,
            make: (answer) => ({
              answer,
              told: { records: answer.records.map(({ id }) => id), looked: answer.looked },
            }),
          }));
        else {
          found = await reader.searchRecords(search, page);
          await looking.listed('records', { records: found.records.map(({ id }) => id) });
        }
        const { records: headers, next, looked } = found;
        const records: unknown[] = [];
        // One after the other, and of each only what is shown: a refused request may be as long as a request can be.
        await reader.readMany(async (getRecord) => {
          for (const header of headers) {
            const shown = headerFor(caller, looking.rights, header);
            const record =
              header.outcome === 'refused'
                ? await unlessRemoved(getRecord(header.id, 'operations'))
                : undefined;
            const reason = reasonIn(record && looking.rights.show(record).decision);
            records.push({ ...(typeof shown === 'object' && shown), ...(reason && { reason }) });
          }
        });
        return { records, ...(next !== undefined && { next }), ...(looked && { looked }) };
      },
    },
    {
      path: '/records/facets',
      summary:
        'What stands in the records that a query finds, and how often: among my own, or with all=1 those of others that rules let me review.',
      query: Type.Object({ query: recordsQuery, all }, strict),
      response: FacetsSchema,
      answer: async (question) => {
        const looking = new Looking(question, { access, looks });
        const search = searchOf(question, await looking.scope('facets'), { texts: true });
        const byText = contentTerms(search.query).length > 0;
        if (!byText) {
          charge(question, countedRows);
          const facets = await reader.countFacets(search);
          await looking.listed('facets', { total: facets.total });
          return facets;
        }
        const { answer } = await requests.into(question, {
          of: 'facets',
          page: everything,
          make: ({ records, looked }, rights) => {
            const counted = { ...tableOf(records, rights).facets({ terms: [] }, 0), looked };
            return { answer: counted, told: { total: counted.total, looked } };
          },
        });
        return answer;
      },
    },
    summaryRoute({ reader, access, looks, exporter, budget, requests }),
    askedRoute({ reader, configuration, access, looks, budget }),
    todayRoute({ reader, configuration, access, looks, policy, budget }),
  ];
}
