import { monotonicFactory } from 'ulidx';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';

const newId = monotonicFactory();

/** The record of a search that was answered. */
export const recordDraft = (session: string, request: Buffer, response: Buffer): RecordDraft => ({
  header: {
    id: newId(),
    kind: 'outcome',
    session,
    time: new Date().toISOString(),
    who: { issuer: 'people', subject: 'ana', name: 'Ana', kind: 'person', groups: ['analysts'] },
    client: { agent: 'python-httpx/0.28', session: 'bench', address: '127.0.0.1' },
    connection: 'insights',
    store: 'chroma',
    operations: [],
    decision: {
      effect: 'allow',
      rules: [
        {
          policy: 'customer-insights',
          rule: 'analysts-read',
          file: 'customer-insights.policy.yaml',
          line: 6,
        },
      ],
      revision: { digest: '0'.repeat(64) },
      mode: 'enforce',
    },
    masked: [{ field: 'email', method: 'partial', count: 10 }],
    changes: [],
    outcome: 'delivered',
    status: 200,
    milliseconds: 3,
    sizes: { request: request.length, response: response.length },
  },
  parts: { request, response },
});
