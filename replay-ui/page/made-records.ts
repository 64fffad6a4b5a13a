import type { RecordContent, RecordHeader, ReplayHost, SessionSummary } from '../src/host/index.ts';

const start = Date.UTC(2026, 10, 20, 8);

/** A ULID-shaped id of a number. */
const idOf = (at: number): string => at.toString(10).padStart(26, '0');

const summary = (at: number): SessionSummary => ({
  id: idOf(at),
  who: { issuer: 'people', subject: `person-${at % 500}`, name: `Person ${at % 500}` },
  connection: 'insights',
  store: 'chroma',
  started: new Date(start - at * 60_000).toISOString(),
  ended: new Date(start - at * 60_000 + 30_000).toISOString(),
  records: 3,
  refused: at % 17 === 0 ? 1 : 0,
  masked: at % 5 === 0 ? 2 : 0,
});

const some = (at: number, header: RecordHeader): RecordHeader => ({
  ...header,
  id: idOf(at),
  time: new Date(start + at * 1_000).toISOString(),
});

/** Makes something, and leaves in the page's timeline how long that took: it is no work of the player's. */
function made<Made>(make: () => Made): Made {
  const start = performance.now();
  const result = make();
  performance.measure('made', { start });
  return result;
}

/** Lists of any length, made of one recorded header: what is tried is the length, not the content. */
export function manySessions(
  host: ReplayHost,
  { length, page }: { readonly length: number; readonly page: number },
  header: RecordHeader,
): ReplayHost {
  return {
    ...host,
    listSessions: async ({ cursor = '0' }) => {
      const from = Number(cursor);
      const to = Math.min(length, from + page);
      return {
        items: made(() => Array.from({ length: to - from }, (_, n) => summary(from + n))),
        ...(to < length && { next: String(to) }),
      };
    },
    listRecords: async () => ({ items: made(() => Array.from({ length }, (_, at) => some(at, header))) }),
    getRecord: async (id): Promise<RecordContent> => ({
      header: some(Number(id), header),
      withheld: [],
    }),
  };
}

/** A host that gives one record whatever is asked for, with these parts. */
export const oneRecord = (host: ReplayHost, content: RecordContent): ReplayHost => ({
  ...host,
  listRecords: async () => ({ items: [content.header] }),
  getRecord: async () => content,
});
