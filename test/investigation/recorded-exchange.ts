import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decide,
  type Identity,
  loadPolicies,
  masksAbout,
  type Operation,
  type PolicySet,
} from '@vectorgate/policy-schema';
import { maskKeys } from '../../gateway/src/masks/mask-keys.ts';
import { MaskLedger } from '../../gateway/src/masks/mask-ledger.ts';
import { leftWhole } from '../../gateway/src/pipeline/left-whole.ts';
import { chromaProtocol } from '../../gateway/src/protocols/chroma/chroma-protocol.ts';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';

/** The policies of the demo, as its gateway has them in force. */
export async function demoPolicies(folder: string): Promise<PolicySet> {
  const path = 'customer-insights.policy.yaml';
  const loaded = loadPolicies({
    files: [{ path, text: await readFile(join(folder, path), 'utf8') }],
    environment: {
      connections: [{ name: 'insights', store: 'chroma', people: 'people' }],
      issuers: [
        { name: 'people', claims: { tenant: 'string' } },
        { name: 'ci', claims: {} },
      ],
      canApprove: false,
      unsupported: [],
    },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.set;
}

/** Who asks in what was recorded. */
export interface Asker {
  readonly subject: string;
  readonly name: string;
  readonly group: string;
  readonly claims: Readonly<Record<string, string>>;
}

const customers = [
  ['CASE-0192', 'marta.keller@globex.example', '+49 30 5550 1192', 'Marta Keller wrote about a saw'],
  ['CASE-0871', 'jon.osei@globex.example', '+44 20 7946 0871', 'Call back on +44 20 7946 0871'],
  ['CASE-1045', 'li.wen@globex.example', '+86 10 5550 1045', 'Write to li.wen@globex.example'],
] as const;

const answer = Buffer.from(
  JSON.stringify({
    ids: [customers.map(([id]) => id)],
    documents: [customers.map(([, , , text]) => text)],
    metadatas: [customers.map(([, email, phone]) => ({ email, phone, product: 'saw', tenant: 'globex' }))],
    distances: [[0.31, 0.34, 0.41]],
    embeddings: null,
    uris: null,
    include: ['documents', 'metadatas', 'distances'],
  }),
);

const operation: Operation = {
  store: 'chroma',
  connection: 'insights',
  name: 'collection_query',
  classes: ['search'],
  targets: [
    {
      tenant: { is: 'one', name: 'globex' },
      database: { is: 'one', name: 'default_database' },
      namespace: { is: 'none' },
      collection: { is: 'one', name: 'customer-cases' },
    },
  ],
  topK: { value: 3, name: 'n_results', given: true },
  records: 1,
  references: [],
  returns: ['$id', '$document', 'email', 'phone', 'product', 'tenant', '$score'],
  dimension: 256,
};

/** A search in the store's tenant `globex`, recorded as the gateway would: decided, masked and looked through by its own code. */
export function recordedExchange(
  set: PolicySet,
  { subject, name, group, claims }: Asker,
  at: { readonly id: string; readonly session: string; readonly time: number },
): RecordDraft {
  const identity: Identity = {
    issuer: 'people',
    kind: 'person',
    subject,
    name,
    groups: [group],
    groupsComplete: true,
    claims,
    declared: { tenant: 'string' },
  };
  const connection = { name: 'insights', people: 'people' };
  const input = { identity, connection, operations: [operation], instant: at.time };
  const decision = decide(set, input);
  if (decision.effect !== 'allow') throw new Error(JSON.stringify(decision.refusal));
  const { obligations, trace } = decision.operations[0]!;
  const protocol = chromaProtocol({ maskKeys: maskKeys(new Uint8Array(32), 'insights') });
  const ledger = new MaskLedger();
  const body = protocol.remask([operation], 200, answer, obligations.masks, ledger);
  if (body === undefined) throw new Error('the answer cannot be masked');
  const masked = ledger.tallies();
  const owed = obligations.masks;
  const unmasked = leftWhole(
    masksAbout(set, input).filter((mask) => !owed.includes(mask)),
    { operations: [operation], status: 200, body, masked, owed },
    protocol,
  );
  const request = JSON.stringify({
    query_embeddings: [{ dimension: 256, sha256: '0'.repeat(64) }],
    n_results: 3,
    include: ['documents', 'metadatas', 'distances'],
  });
  const filtered = obligations.filter === undefined ? [] : ['filter on tenant added'];
  const target = '/api/v2/tenants/globex/databases/default_database/collections/customer-cases/query';
  return {
    header: {
      id: at.id,
      kind: 'outcome',
      session: at.session,
      time: new Date(at.time).toISOString(),
      who: { issuer: 'people', subject, name, kind: 'person', groups: [group] },
      client: { agent: 'python-httpx/0.28.1', session: `kernel-of-${subject}`, address: '127.0.0.1' },
      connection: 'insights',
      store: 'chroma',
      operations: [
        {
          name: operation.name,
          classes: operation.classes,
          targets: operation.targets,
          topK: 3,
          records: 1,
        },
      ],
      decision: {
        effect: 'allow',
        rules: trace.filter(({ match }) => match !== 'no').map(({ rule }) => rule),
        revision: decision.revision,
        mode: 'enforce',
      },
      masked,
      ...(unmasked.length > 0 && { unmasked }),
      changes: filtered,
      outcome: 'delivered',
      status: 200,
      milliseconds: 14,
      sizes: { request: request.length, response: body.length },
    },
    parts: {
      decision: JSON.stringify({ effect: 'allow', operations: decision.operations, changes: filtered }),
      operations: JSON.stringify({
        operations: [operation],
        identity: { claims, groupsComplete: true },
        call: { name: 'chroma.internal:8000', transport: 'http', method: 'POST', target },
      }),
      request,
      response: body,
    },
  };
}
