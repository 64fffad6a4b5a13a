import type { Operation, PolicySet, RequiredFilter } from '@vectorgate/policy-schema';
import { type LookBounds, lookBounds, readQuery } from '@vectorgate/policy-schema/records-query';
import type { LogRecorder } from '../../sessions/log-recorder.ts';
import type { RecordDraft } from '../../sessions/record.ts';
import { load, look, operation, person, rita, world } from '../../sessions/review/testing/reviewed-record.ts';
import { draftOf, testUlid } from '../../sessions/testing/record-drafts.ts';
import type { Caller } from '../caller.ts';
import { lookIntoRecords } from '../look-into-records.ts';
import { seenValues } from '../what-callers-see.ts';

/** When it is asked: milliseconds since 1970. */
export const now = Date.UTC(2026, 10, 21, 12);

/** What matters of a record, for tests that look into it. */
export interface Made {
  readonly subject?: string;
  readonly session?: number;
  readonly connection?: string;
  readonly asked?: unknown;
  readonly operation?: Partial<Operation>;
  /** What a guard added. */
  readonly added?: RequiredFilter;
  /** Nothing was kept of what was asked. */
  readonly bare?: boolean;
  readonly header?: Partial<RecordDraft['header']>;
}

/** The record of an operation, the later the greater its number, up to 1,000. */
export function made(number: number, { asked, bare = false, ...of }: Made): RecordDraft {
  const { subject = 'ana', connection = 'insights' } = of;
  const { header } = draftOf(testUlid(number), {
    subject,
    connection,
    session: testUlid(9_000 + (of.session ?? 0)),
    time: new Date(now - (1_000 - number) * 1_000).toISOString(),
  });
  return {
    header: { ...header, ...of.header },
    parts: {
      decision: JSON.stringify({ effect: 'allow', operations: [{ obligations: { filter: of.added } }] }),
      ...(!bare && {
        operations: JSON.stringify({
          operations: [{ ...operation, connection, ids: [], filter: undefined, ...of.operation }],
          identity: { claims: { tenant: 'claimed' } },
        }),
        request: asked === undefined ? '{}' : typeof asked === 'string' ? asked : JSON.stringify(asked),
      }),
      response: '{"documents":["answered"]}',
    },
  };
}

/** Who asks, under which policies, for how much. */
export interface AskedBy {
  readonly who?: 'ana' | 'rita';
  readonly set?: PolicySet;
  readonly limit?: number;
  readonly bounds?: Partial<LookBounds>;
  readonly cursor?: string;
}

/** Asks a question of the records as Ana, or as Rita, who reviews. `ids` are the numbers of what is found. */
export const askIn =
  (recorder: Pick<LogRecorder, 'searchRecords' | 'readMany'>) =>
  async (query: string, { who = 'ana', set = load(look), limit = 50, bounds, cursor }: AskedBy = {}) => {
    const identity = who === 'rita' ? rita : person('ana');
    const rights = world(set).access.of(identity);
    const { whose, review } = rights.scope();
    const caller = { identity, policyReader: true } as unknown as Caller;
    const answer = await lookIntoRecords({
      reader: recorder,
      see: seenValues(caller, rights),
      search: { whose, ...(who === 'rita' && { review }), query: readQuery(query), now },
      limit,
      cursor,
      bounds: { ...lookBounds, ...bounds },
    });
    return { ...answer, ids: answer.records.map(({ id }) => Number(id.slice(3))) };
  };
