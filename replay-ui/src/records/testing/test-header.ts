import type { RecordHeader } from '../record-header.ts';

const none = { is: 'none' } as const;

/** A header for tests: a search that was allowed, with what is given changed. */
export const testHeader = (changes: Partial<RecordHeader> = {}): RecordHeader => ({
  id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN',
  kind: 'outcome',
  session: '01JD8Z6Q4MX3V7H2K9RBT5WY00',
  time: '2026-11-20T09:12:00.000Z',
  who: { issuer: 'people', subject: 'ana', name: 'Ana Ruiz', kind: 'person', groups: ['analysts'] },
  client: { address: '127.0.0.1' },
  connection: 'insights',
  store: 'chroma',
  operations: [
    {
      name: 'collection_query',
      classes: ['search'],
      targets: [
        {
          tenant: { is: 'one', name: 'default_tenant' },
          database: { is: 'one', name: 'default_database' },
          namespace: none,
          collection: { is: 'one', name: 'customer-cases' },
        },
      ],
      topK: 10,
    },
  ],
  decision: { effect: 'allow', rules: [], revision: { digest: 'd1' }, mode: 'enforce' },
  masked: [],
  changes: [],
  outcome: 'delivered',
  sizes: { request: 10, response: 20 },
  parts: [],
  ...changes,
});
