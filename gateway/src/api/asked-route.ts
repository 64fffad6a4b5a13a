import { askedNoStore } from '@vectorgate/policy-schema';
import { AskTable, RecordedPageSchema } from '@vectorgate/policy-schema/analyse';
import Type from 'typebox';
import type { Configuration } from '../configuration/configuration.ts';
import type { ApiRoute } from './api-routes.ts';
import { all, cursor, recordsQuery } from './api-schemas.ts';
import { askedIn } from './asked-in.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import { peopleOf } from './people-of.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';
import { unlessRemoved } from './unless-removed.ts';

export interface AskedParts extends Pick<ApiParts, 'reader' | 'access' | 'looks'> {
  readonly configuration: Pick<Configuration, 'connections' | 'issuers'>;
  readonly budget: SearchBudget;
}

/** Looking at a record costs less than showing it: so many count as one of a list. */
const perRow = 5;

/** What was asked, for deciding it again under other policies. */
export function askedRoute({ reader, configuration, access, looks, budget }: AskedParts): ApiRoute {
  const people = peopleOf(configuration);
  return {
    path: '/records/asked',
    summary:
      'What was asked, by whom, and what was decided, the latest first: what policy decides by and no value of the data. My own, or with all=1 those of others that rules let me review.',
    query: Type.Object(
      {
        query: recordsQuery,
        limit: Type.Optional(
          Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$', description: '1 to 1,000; default 200.' }),
        ),
        cursor,
        all,
      },
      { additionalProperties: false },
    ),
    response: RecordedPageSchema,
    answer: async (question) => {
      const { caller, query } = question;
      const looking = new Looking(question, { access, looks });
      const search = searchOf(question, await looking.scope('records'));
      const limit = Number(query.limit ?? 200);
      budget.charge(
        `${caller.identity.issuer}:${caller.identity.subject}`,
        Math.ceil(limit / perRow),
        Date.now(),
      );
      const { records: headers, next } = await reader.searchRecords(search, { limit, cursor: query.cursor });
      await looking.listed('records', { records: headers.map(({ id }) => id) });
      const table = new AskTable();
      const records: object[] = [];
      let withheld = 0;
      await reader.readMany(async (getRecord) => {
        for (const header of headers) {
          if (askedNoStore(header)) continue;
          const record = await unlessRemoved(getRecord(header.id, 'operations'));
          const ask = record && askedIn(record, looking.rights, people.get(header.connection));
          if (ask === undefined) withheld++;
          else {
            const { id, session, time } = header;
            records.push({ id, session, time, ask: table.place(ask) });
          }
        }
      });
      return { asks: table.all(), records, withheld, ...(next !== undefined && { next }) };
    },
  };
}
