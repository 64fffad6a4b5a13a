import type { DecideInput, GuardsOver, Identity, Operation } from '@vectorgate/policy-schema';
import {
  AskTable,
  type RecordedAsk,
  RecordedPageSchema,
  recordOperation,
} from '@vectorgate/policy-schema/analyse';
import Type from 'typebox';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import type { ApiRoute } from './api-routes.ts';
import { all, cursor, recordsQuery } from './api-schemas.ts';
import type { Caller } from './caller.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';
import type { SessionReader, StoredRecord } from './session-reader.ts';
import { isOwn, namesFor } from './what-callers-see.ts';

export interface AskedParts {
  readonly reader: SessionReader;
  readonly configuration: Pick<Configuration, 'connections' | 'issuers'>;
  readonly guardsOver: (input: DecideInput) => readonly GuardsOver[];
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
export function askedRoute({ reader, configuration, guardsOver, budget }: AskedParts): ApiRoute {
  const first = configuration.issuers.find(({ signIn }) => signIn !== undefined)?.name ?? '';
  const people = new Map(configuration.connections.map((one) => [one.name, one.people ?? first]));
  return {
    path: '/records/asked',
    summary:
      'What was asked, by whom, and what was decided, the latest first: what policy decides by and no value of the data. My own, or everybody’s for reviewers.',
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
      const search = searchOf(question);
      const limit = Number(query.limit ?? 200);
      budget.charge(
        `${caller.identity.issuer}:${caller.identity.subject}`,
        Math.ceil(limit / perRow),
        Date.now(),
      );
      const { records: headers, next } = await reader.searchRecords(search, { limit, cursor: query.cursor });
      const table = new AskTable();
      const records: object[] = [];
      let withheld = 0;
      for (const header of headers) {
        // What was done to the records themselves asked for nothing.
        if (header.evidence !== undefined) continue;
        const record = await reader.getRecord(header.id, 'operations');
        const ask = record && askedIn(record, caller, people.get(header.connection), guardsOver);
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

/** What a record asks, without values; undefined where the caller may not know, or nobody can. */
function askedIn(
  record: StoredRecord,
  caller: Caller,
  people: string | undefined,
  guardsOver: AskedParts['guardsOver'],
): RecordedAsk | undefined {
  const { header, parts } = record;
  if (people === undefined || parts.decision === undefined) return undefined;
  const part = parts.operations && readPart(parts.operations);
  const operations = part?.operations ?? [];
  const instant = Date.now();
  const connection = { name: header.connection, people };
  if (!isOwn(caller, header.who) && operations.length > 0) {
    const guards = guardsOver({ identity: caller.identity, connection, operations, instant });
    if (guards.some(({ denied }) => denied)) return undefined;
  }
  const { effect, code } = header.decision;
  const ask: RecordedAsk = {
    connection: header.connection,
    people,
    who: { ...header.who, ...part?.identity },
    operations: operations.map(recordOperation),
    decision: { effect, ...(code !== undefined && { code }) },
  };
  return namesFor(caller, header, ask) as RecordedAsk;
}

function readPart(bytes: Buffer): AskedPart {
  try {
    return JSON.parse(bytes.toString('utf8')) as AskedPart;
  } catch (cause) {
    throw new GateError('record-damaged', 'A record is damaged: what was asked is no JSON.', {}, { cause });
  }
}
