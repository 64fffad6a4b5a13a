import type { Identity, Operation } from '@vectorgate/policy-schema';
import {
  AskTable,
  type RecordedAsk,
  RecordedPageSchema,
  recordOperation,
} from '@vectorgate/policy-schema/analyse';
import Type from 'typebox';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import type { StoredRecord } from '../sessions/review/shown-record.ts';
import type { ApiRoute } from './api-routes.ts';
import { all, cursor, recordsQuery } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';

export interface AskedParts extends Pick<ApiParts, 'reader' | 'access' | 'looks'> {
  readonly configuration: Pick<Configuration, 'connections' | 'issuers'>;
  readonly budget: SearchBudget;
}

/** What the recorder keeps of a request that was understood. */
interface AskedPart {
  readonly operations: readonly Operation[];
  /** Absent in records of older versions. */
  readonly identity?: Pick<Identity, 'claims' | 'groupsComplete'>;
}

/** Looking at a record costs less than showing it: so many count as one of a list. */
const perRow = 5;

/** What was asked, for deciding it again under other policies. */
export function askedRoute({ reader, configuration, access, looks, budget }: AskedParts): ApiRoute {
  const first = configuration.issuers.find(({ signIn }) => signIn !== undefined)?.name ?? '';
  const people = new Map(configuration.connections.map((one) => [one.name, one.people ?? first]));
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
      for (const header of headers) {
        // What was done to the records themselves, looks at them and notes beside them asked no store for anything.
        const { evidence, reviewed, note } = header;
        if (evidence !== undefined || reviewed !== undefined || note !== undefined) continue;
        const record = await reader.getRecord(header.id, 'operations');
        const ask = record && askedIn(record, looking.rights, people.get(header.connection));
        if (ask === undefined) withheld++;
        else {
          const { id, session, time } = header;
          records.push({ id, session, time, ask: table.place(ask) });
        }
      }
      return { asks: table.all(), records, withheld, ...(next !== undefined && { next }) };
    },
  };
}

/** What a record asks, without values; undefined where the reader may not know, or nobody can. */
function askedIn(
  record: StoredRecord,
  rights: RecordReaderRights,
  people: string | undefined,
): RecordedAsk | undefined {
  const { header, parts } = record;
  if (people === undefined || parts.decision === undefined) return undefined;
  const shown = rights.show(record);
  if (shown.withheld.some(({ part }) => part === 'operations' || part === 'decision')) return undefined;
  // Claims may hold what is masked for this reader: of whom they are, is known without them.
  const identity = (shown.operations as AskedPart | undefined)?.identity;
  const part = parts.operations && readPart(parts.operations);
  const { effect, code } = header.decision;
  const ask: RecordedAsk = {
    connection: header.connection,
    people,
    who: { ...header.who, ...identity },
    operations: (part?.operations ?? []).map(recordOperation),
    decision: { effect, ...(code !== undefined && { code }) },
  };
  return rights.names(header, ask) as RecordedAsk;
}

function readPart(bytes: Buffer): AskedPart {
  try {
    return JSON.parse(bytes.toString('utf8')) as AskedPart;
  } catch (cause) {
    throw new GateError('record-damaged', 'A record is damaged: what was asked is no JSON.', {}, { cause });
  }
}
