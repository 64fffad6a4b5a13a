import { ReplayError } from '../errors/replay-error.ts';
import type { ReplayHost } from '../host/replay-host.ts';
import type { RecordHeader } from '../records/record-header.ts';
import type { SessionSummary } from '../records/session-summary.ts';
import type { ArchiveLine } from './archive-line.ts';
import type { UnreadableStep } from './archive-messages.ts';

/** What is heard on the way. */
export interface ArchiveHearing {
  readonly header?: (header: RecordHeader) => void;
  readonly unreadable?: (steps: readonly UnreadableStep[]) => void;
}

/** The reading half of a host, over an archive. There is nothing that needs a gateway. */
export function archiveRecords(
  line: ArchiveLine,
  { header, unreadable }: ArchiveHearing = {},
): Required<
  Pick<
    ReplayHost,
    'listSessions' | 'getSession' | 'searchRecords' | 'facets' | 'listRecords' | 'getRecord' | 'notes'
  >
> {
  let connections: readonly string[] = [];
  const withSteps = new Set<string>();
  let sessions: Promise<readonly SessionSummary[]> | undefined;
  const all = (): Promise<readonly SessionSummary[]> => {
    sessions ??= line.ask('sessions').catch((error: unknown) => {
      // A failure is not kept: looking again asks again.
      sessions = undefined;
      throw error;
    });
    return sessions;
  };
  return {
    listSessions: async () => {
      const items = await all();
      connections = [...new Set(items.map(({ connection }) => connection))];
      return { items };
    },
    notes: {
      // Whoever has the file reads what is in it.
      get connections() {
        return connections;
      },
      list: (session) => line.ask('notes', session),
    },
    getSession: async (id) => {
      const session = (await all()).find((one) => one.id === id);
      if (session !== undefined) return session;
      throw new ReplayError('not-found', `No session ${id} is in this archive.`, 'Choose another one.');
    },
    listRecords: async ({ session, cursor }) => {
      const page = await line.ask('headers', session, cursor === undefined ? 0 : Number(cursor));
      if (page.unreadable.length > 0) unreadable?.(page.unreadable);
      for (const one of page.headers) header?.(one);
      const isWhole = page.next === undefined && cursor === undefined;
      if (isWhole && page.headers.length === 0)
        throw new ReplayError(
          'damaged',
          page.unreadable.length > 0
            ? 'No step of this session can be read.'
            : 'No step of this session is in the file any more.',
          'The verdict says what is wrong with its records.',
        );
      // Notes stand beside the steps; where there is nothing else of a session, they are what can be shown.
      const steps = page.headers.filter(({ note }) => note === undefined);
      if (steps.length > 0) withSteps.add(session);
      const items =
        steps.length === 0 && page.next === undefined && !withSteps.has(session) ? page.headers : steps;
      return { items, ...(page.next !== undefined && { next: String(page.next) }) };
    },
    searchRecords: async ({ query, cursor }) => {
      const page = await line.ask('search', query, cursor ?? '');
      if (page.unreadable.length > 0) unreadable?.(page.unreadable);
      for (const one of page.records) header?.(one);
      const { records: items, next, looked } = page;
      return { items, ...(next !== undefined && { next }), ...(looked !== undefined && { looked }) };
    },
    facets: ({ query }) => line.ask('facets', query),
    getRecord: (id) => line.ask('record', id),
  };
}
