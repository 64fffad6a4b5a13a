import type { PartName, RecordDraft, RecordHeader } from '../record.ts';

/** A ULID made from a number: the same for the same number, and in order. */
export const testUlid = (number: number): string => `01K${String(number).padStart(23, '0')}`;

interface Wanted {
  readonly kind?: RecordHeader['kind'];
  readonly session?: string;
  readonly time?: string;
  readonly subject?: string;
  readonly connection?: string;
  readonly client?: string;
  readonly effect?: 'allow' | 'deny';
  readonly masked?: boolean;
  readonly parts?: Partial<Record<PartName, Uint8Array>>;
}

/** A record of a made-up search (or, for an intent, an upsert), everything in it fixed by the arguments. */
export function draftOf(id: string, wanted: Wanted = {}): RecordDraft {
  const { kind = 'outcome', effect = 'allow', client } = wanted;
  return {
    header: {
      id,
      kind,
      session: wanted.session ?? testUlid(1),
      time: wanted.time ?? '2026-03-01T09:12:00.000Z',
      who: {
        issuer: 'people',
        subject: wanted.subject ?? 'ana',
        name: 'Ana Ruiz',
        kind: 'person',
        groups: ['analysts'],
      },
      client: { agent: 'test', address: '127.0.0.1', ...(client !== undefined && { session: client }) },
      connection: wanted.connection ?? 'insights',
      store: 'chroma',
      operations: [
        {
          name: kind === 'intent' ? 'collection_upsert' : 'collection_query',
          classes: [kind === 'intent' ? 'upsert' : 'search'],
          targets: [
            {
              tenant: { is: 'one', name: 'default_tenant' },
              database: { is: 'one', name: 'default_database' },
              namespace: { is: 'none' },
              collection: { is: 'one', name: 'customer-cases' },
            },
          ],
          topK: 10,
          records: 1,
        },
      ],
      decision: {
        effect,
        rules: [
          {
            policy: 'customer-insights',
            rule: 'analysts-read',
            file: 'customer-insights.policy.yaml',
            line: 6,
          },
        ],
        revision: { digest: 'a'.repeat(64) },
        mode: 'enforce',
      },
      masked: wanted.masked === true ? [{ field: 'email', method: 'partial', count: 3 }] : [],
      changes: [],
      ...(kind === 'outcome' && {
        outcome: effect === 'allow' ? 'delivered' : 'refused',
        status: 200,
        milliseconds: 4,
      }),
      sizes: { request: 5, response: 7 },
    },
    parts: wanted.parts ?? { request: Buffer.from('{"n":1}'), response: Buffer.from(`answer to ${id}`) },
  };
}
