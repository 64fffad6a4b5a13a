import { monotonicFactory } from 'ulidx';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';

const newId = monotonicFactory();
const people = 500;
const connections = ['insights', 'catalogue', 'support', 'research'];
const classes = [
  'search',
  'search',
  'search',
  'search',
  'fetch',
  'fetch',
  'scan',
  'aggregate',
  'upsert',
  'delete',
];
const agents = [
  'python-httpx/0.28.1',
  'python-requests/2.32',
  'aiohttp/3.11',
  'qdrant-client/1.15',
  'node-fetch',
];
const codes = ['limit-exceeded', 'no-permit', 'masked-field-referenced', 'rate-exceeded', 'denied'];
const fields = ['email', 'phone', '$document', 'address.city', 'iban'];

/** Numbers that look like chance and are the same each time (xorshift). */
const chance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

/** Records as a busy year leaves them: few people ask much, most little; headers alone, without parts. */
export function* searchRecords(count: number, until: number): Generator<RecordDraft> {
  const random = chance(42);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const sessions = new Map<number, { readonly id: string; readonly run: number }>();
  const year = 365 * 86_400_000;
  for (let number = 0; number < count; number += 1) {
    const person = Math.floor(people * random() ** 3);
    let session = sessions.get(person);
    if (session === undefined || random() < 0.02) {
      session = { id: newId(), run: (session?.run ?? 0) + 1 };
      sessions.set(person, session);
    }
    const refused = random() < 0.06;
    const masked = refused || random() < 0.5 ? [] : fields.slice(Math.floor(random() * fields.length));
    const operation = pick(classes);
    const groups = ['analysts', 'data-owners', 'support', 'research'].slice(person % 3, (person % 3) + 2);
    yield {
      header: {
        id: newId(),
        kind: 'outcome',
        session: session.id,
        time: new Date(until - year + Math.floor((year * number) / count)).toISOString(),
        who: {
          issuer: 'people',
          subject: `person-${person}`,
          name: `Person ${person}`,
          kind: 'person',
          groups,
        },
        client: { agent: pick(agents), session: `kernel-${person}-${session.run}`, address: '127.0.0.1' },
        connection: pick(connections),
        store: 'chroma',
        operations: [
          {
            name: `collection_${operation}`,
            classes: [operation],
            targets: [
              {
                tenant: { is: 'one', name: 'default_tenant' },
                database: { is: 'one', name: 'default_database' },
                namespace: { is: 'none' },
                collection: { is: 'one', name: `customer-${Math.floor(200 * random() ** 2)}` },
              },
            ],
          },
        ],
        decision: {
          effect: refused ? 'deny' : 'allow',
          ...(refused && { code: pick(codes) }),
          rules: [`rule-${Math.floor(random() * 40)}`, `guard-${person % 7}`].map((rule) => ({
            policy: 'customer-insights',
            rule,
            file: 'customer-insights.policy.yaml',
            line: 6,
          })),
          revision: { digest: '0'.repeat(64) },
          mode: 'enforce',
        },
        masked: masked.map((field) => ({
          field,
          method: field === 'email' ? 'partial' : 'redact',
          count: 3,
        })),
        changes: [],
        outcome: refused ? 'refused' : 'delivered',
        status: refused ? 403 : 200,
        milliseconds: Math.floor(4 / (random() + 0.005)),
        sizes: { request: 300, response: Math.floor(2_000 / (random() + 0.001)) },
      },
      parts: {},
    };
  }
}
