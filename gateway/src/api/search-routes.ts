import Type from 'typebox';
import type { ApiRoute, Question } from './api-routes.ts';
import { all, cursor, effect, FacetsSchema, limit, RecordsSchema, recordsQuery } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';
import { headerFor } from './what-callers-see.ts';

const strict = { additionalProperties: false } as const;
/** What counting costs beside a page: as much as the longest. */
const countedRows = 200;

const json = (part: Buffer | undefined): unknown =>
  part === undefined ? null : JSON.parse(part.toString('utf8'));

/** The two lines that a refused person read. */
const reasonIn = (decision: unknown): { what: string; next: string } | undefined =>
  typeof decision === 'object' && decision !== null && 'what' in decision && 'next' in decision
    ? { what: String(decision.what), next: String(decision.next) }
    : undefined;

/** Looking for records, and counting what stands in them. */
export function searchRoutes({ reader }: Pick<ApiParts, 'reader'>): readonly ApiRoute[] {
  const budget = new SearchBudget();
  const charge = ({ caller: { identity } }: Question, rows: number): void =>
    budget.charge(`${identity.issuer}:${identity.subject}`, rows, Date.now());
  return [
    {
      path: '/records',
      summary:
        'Records that a query finds, the latest first: among my own, or everybody’s for reviewers. A refused one has the words that the person read.',
      query: Type.Object({ query: recordsQuery, effect, limit, cursor, all }, strict),
      response: RecordsSchema,
      answer: async (question) => {
        const { caller, query } = question;
        const search = searchOf(question);
        const most = Number(query.limit ?? 50);
        if (query.query !== undefined || query.cursor !== undefined) charge(question, most);
        const { records: headers, next } = await reader.searchRecords(search, {
          limit: most,
          cursor: query.cursor,
        });
        const records: unknown[] = [];
        // One after the other, and of each only what is shown: a refused request may be as long as a request can be.
        for (const header of headers) {
          const shown = headerFor(caller, header);
          const record =
            header.outcome === 'refused' ? await reader.getRecord(header.id, 'decision') : undefined;
          const reason = reasonIn(json(record?.parts.decision));
          records.push({ ...(typeof shown === 'object' && shown), ...(reason && { reason }) });
        }
        return { records, ...(next !== undefined && { next }) };
      },
    },
    {
      path: '/records/facets',
      summary:
        'What stands in the records that a query finds, and how often: among my own, or everybody’s for reviewers.',
      query: Type.Object({ query: recordsQuery, all }, strict),
      response: FacetsSchema,
      answer: async (question) => {
        const search = searchOf(question);
        charge(question, countedRows);
        return reader.countFacets(search);
      },
    },
  ];
}
