import type { RecordHeader, ReplayHost, SessionSummary } from '../src/host/index.ts';

const session = '01M8QZ4T1XQ7KNE02233WQ7H5N';
const later = 3 * 86_400_000 - 5_400_000;

/** The same record a few days later, of the second session. */
const moved = (header: RecordHeader, at: number): RecordHeader => ({
  ...header,
  id: `01M8QZ4T1X${String(at).padStart(16, '0')}`,
  session,
  time: new Date(Date.parse(header.time) + later).toISOString(),
});

/** What became otherwise by then: one refusal less, one mask less, another rule, another number, a step less and one more. */
function changed(headers: readonly RecordHeader[]): readonly RecordHeader[] {
  const calls = headers.filter(({ operations }) => !operations.every(({ classes }) => classes[0] === 'meta'));
  const [, refused, masked, ruled] = calls;
  const [deleting, last] = [
    calls.find(({ operations }) => operations[0]?.name === 'collection_delete'),
    calls.at(-1),
  ];
  return headers.flatMap((header): readonly RecordHeader[] => {
    if (header === refused) {
      const operations = header.operations.map((one) => ({ ...one, topK: 50 }));
      const { code: _, ...decision } = header.decision;
      return [{ ...header, operations, decision: { ...decision, effect: 'allow' }, outcome: 'delivered' }];
    }
    if (header === masked)
      return [
        {
          ...header,
          masked: header.masked.filter(({ field }) => field !== 'email'),
          unmasked: [{ field: 'email', count: 3 }],
        },
      ];
    if (header === ruled)
      return [
        {
          ...header,
          decision: { ...header.decision, rules: [{ policy: 'customer-insights', rule: 'owners-manage' }] },
        },
      ];
    if (header === deleting) return [];
    return header === last
      ? [header, { ...header, time: new Date(Date.parse(header.time) + 900).toISOString() }]
      : [header];
  });
}

/** Two sessions of one person: the recorded one, and one like it that somebody who compares them is to tell apart. */
export function secondSession(host: ReplayHost, first: string): ReplayHost {
  const recordOf = new Map<string, { readonly header: RecordHeader; readonly of: string }>();
  const records = async (): Promise<readonly RecordHeader[]> => {
    const { items } = await host.listRecords({ session: first });
    return changed(items.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))).map((header, at) => {
      const now = moved(header, at);
      recordOf.set(now.id, { header: now, of: header.id });
      return now;
    });
  };
  const summary = async (): Promise<SessionSummary> => {
    const one = await host.getSession(first);
    const at = (time: string): string => new Date(Date.parse(time) + later).toISOString();
    return { ...one, id: session, started: at(one.started), ended: at(one.ended), refused: 0 };
  };
  return {
    ...host,
    listSessions: async (asked) => {
      const page = await host.listSessions(asked);
      return { ...page, items: [await summary(), ...page.items] };
    },
    getSession: async (id) => (id === session ? summary() : host.getSession(id)),
    listRecords: async (asked) =>
      asked.session === session ? { items: await records() } : host.listRecords(asked),
    getRecord: async (id) => {
      const made = recordOf.get(id);
      return made === undefined
        ? host.getRecord(id)
        : { ...(await host.getRecord(made.of)), header: made.header };
    },
  };
}
