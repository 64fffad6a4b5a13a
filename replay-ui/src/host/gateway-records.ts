import type { LookedThrough, RecordFacets, RecordSummary } from '@vectorgate/policy-schema/records-query';
import type { RecordContent, RecordPart, Withheld } from '../records/record-content.ts';
import type { FoundRecord, MaskCount, RecordHeader } from '../records/record-header.ts';
import type { SessionSummary } from '../records/session-summary.ts';
import type { Asked, Page, ReplayHost } from './replay-host.ts';

/** Asks the gateway's API for a path below `/api/v1` and gives back the answer's JSON; rejects with a `ReplayError`. */
export type AskGateway = (path: string) => Promise<unknown>;

/** Records that one answer about a session holds at most; longer sessions are read by pages of a search. */
const mostInSession = 1_000;
const pageSize = 200;

interface SessionAnswer {
  readonly session: SessionSummary;
  readonly records: readonly RecordHeader[];
}
interface RecordAnswer {
  readonly header: RecordHeader;
  readonly decision: unknown;
  readonly operations: unknown;
  readonly request: unknown;
  readonly response: unknown;
  /** Gateways of before do not tell it. */
  readonly masked?: readonly MaskCount[];
  readonly withheld: readonly Withheld[];
}

const pathOf = (path: string, parameters: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

const asked = ({ everybody, cursor }: Asked) => ({ all: everybody ? '1' : undefined, cursor });

/** What was no JSON comes as its text. */
const part = (value: unknown): RecordPart => (typeof value === 'string' ? { text: value } : { value });

const page = <Item>(
  items: readonly Item[],
  next: string | undefined,
  looked?: LookedThrough,
): Page<Item> => ({
  items,
  ...(next !== undefined && { next }),
  ...(looked !== undefined && { looked }),
});

/**
 * The reading half of a host, over the gateway's API. `ask` is the host's own way there: the elements reach no network.
 *
 * @example
 * const host: ReplayHost = { ...gatewayRecords(ask, me.reviewer), theme, copy };
 */
export function gatewayRecords(
  ask: AskGateway,
  reviewer: boolean,
): Required<
  Pick<
    ReplayHost,
    | 'reviewer'
    | 'listSessions'
    | 'getSession'
    | 'searchRecords'
    | 'facets'
    | 'summary'
    | 'listRecords'
    | 'getRecord'
  >
> {
  const search = async (
    parameters: Readonly<Record<string, string | undefined>>,
  ): Promise<Page<FoundRecord>> => {
    const answer = (await ask(pathOf('/records', parameters))) as {
      records: FoundRecord[];
      next?: string;
      looked?: LookedThrough;
    };
    return page(answer.records, answer.next, answer.looked);
  };
  const session = async (id: string): Promise<SessionAnswer> =>
    (await ask(`/sessions/${encodeURIComponent(id)}`)) as SessionAnswer;
  return {
    reviewer,
    listSessions: async (which) => {
      const answer = await ask(pathOf('/sessions', { ...asked(which), limit: '100' }));
      const { sessions, next } = answer as { sessions: SessionSummary[]; next?: string };
      return page(sessions, next);
    },
    getSession: async (id) => (await session(id)).session,
    searchRecords: (which) => search({ ...asked(which), query: which.query, limit: '100' }),
    facets: async (which) =>
      (await ask(
        pathOf('/records/facets', { all: which.everybody ? '1' : undefined, query: which.query }),
      )) as RecordFacets,
    summary: async (which) =>
      (await ask(
        pathOf('/records/summary', { all: which.everybody ? '1' : undefined, query: which.query }),
      )) as RecordSummary,
    listRecords: async ({ session: id, cursor }) => {
      if (cursor === undefined) {
        const answer = await session(id);
        if (answer.session.records <= mostInSession) return page(answer.records, undefined);
      }
      return search({
        query: `session:${id}`,
        limit: String(pageSize),
        cursor,
        all: reviewer ? '1' : undefined,
      });
    },
    getRecord: async (id): Promise<RecordContent> => {
      const answer = (await ask(`/records/${encodeURIComponent(id)}`)) as RecordAnswer;
      const { header, decision, operations, request, response, masked, withheld } = answer;
      return {
        header,
        ...(decision !== null && { decision }),
        ...(operations !== null && { operations }),
        ...(request !== null && { request: part(request) }),
        ...(response !== null && { response: part(response) }),
        ...(masked !== undefined && { masked }),
        withheld,
      };
    },
  };
}
