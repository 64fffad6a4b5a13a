import assert from 'node:assert/strict';
import { type RecordingStore, startRecordingStore } from '../harness/recording-store.ts';
import { startWorld, type World } from '../harness/world.ts';

/** An analyst's rules: one tenant's records, contact data masked, no vectors; as the demo has them. */
const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: attacked, owner: data-governance, contact: "#data-governance" }
spec:
  rules:
    - id: analyst-reads
      effect: allow
      principals: { services: ["ci:analyst"] }
      resources: { connections: [insights], tenants: [default_tenant], databases: [default_database], collections: [customer-cases] }
      operations: [search, fetch, scan, aggregate]
      limits: { topK: 50, page: 100 }
    - id: own-tenant-only
      effect: guard
      principals: { services: ["ci:analyst"] }
      resources: { collections: [customer-cases] }
      require: { filter: { tenant: acme } }
    - id: contact-data-is-masked
      effect: guard
      principals: { services: ["ci:analyst"] }
      resources: { collections: [customer-cases] }
      mask:
        - { fields: [email], method: partial, keepLast: 4 }
        - { fields: [name, phone], method: redact }
        - { fields: [$document], detectors: [email, phone, credit-card, iban, us-ssn, ip], method: redact }
        - { fields: [$vector], method: drop }
`;

export interface AttackWorld extends World {
  readonly recorder: RecordingStore;
  readonly token: string;
  /** Path of the collections of the tenant that may be read. */
  readonly collections: string;
  /** Id of customer-cases there, and of the collection of the same name in another tenant. */
  readonly own: string;
  readonly foreign: string;
}

/** A plain, good request must go through, or a table of refusals would say nothing. */
export async function assertOpen(world: AttackWorld): Promise<void> {
  const response = await world.call(world.token, 'POST', `${world.collections}/${world.own}/get`, {
    limit: 5,
  });
  assert.equal(response.status, 200, await response.text());
}

export const storeKey = 'the-stores-own-key';

/** The demo's data behind a gate with an analyst's rules, and a recorder before the store. */
export async function startAttackWorld(): Promise<AttackWorld> {
  process.env.VECTORGATE_ATTACKED_STORE_KEY = storeKey;
  let recorder: RecordingStore | undefined;
  const world = await startWorld({
    data: 'demo',
    policies: { attacked: policy },
    connection: '    credential: { header: x-chroma-token, secret: { env: VECTORGATE_ATTACKED_STORE_KEY } }',
    storeAddress: async (chroma) => {
      recorder = await startRecordingStore(chroma.url);
      return recorder.url;
    },
  });
  if (recorder === undefined) throw new Error('the recorder did not start');
  const kept = recorder;
  const collections = '/api/v2/tenants/default_tenant/databases/default_database/collections';
  const idOf = async (tenant: string): Promise<string> => {
    const path = `/api/v2/tenants/${tenant}/databases/default_database/collections/customer-cases`;
    const found = (await (await fetch(`${world.chroma.url}${path}`)).json()) as { id: string };
    return found.id;
  };
  return {
    ...world,
    recorder: kept,
    token: await world.workload('analyst'),
    collections,
    own: await idOf('default_tenant'),
    foreign: await idOf('globex-eu'),
    close: async () => {
      await world.close();
      await kept.close();
    },
  };
}
