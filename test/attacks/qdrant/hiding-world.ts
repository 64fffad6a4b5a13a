import { vector } from '../../harness/qdrant-grpc-calls.ts';
import { type QdrantWorld, startQdrantWorld } from '../../harness/qdrant-world.ts';
import type { SignedIn } from '../../harness/sign-in.ts';

const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: tested, owner: tests, contact: "#tests" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [vectors], collections: [cases, docs] }
      operations: [read]
      limits: { topK: 20, page: 20 }
    - id: analysts-write
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [vectors], collections: [cases] }
      operations: [write]
    - id: writer-writes
      effect: allow
      principals: { services: ["ci:writer"] }
      resources: { connections: [vectors], collections: [cases] }
      operations: [read, write, delete-bulk]
    - id: own-tenant
      effect: guard
      resources: { collections: [cases] }
      require: { filter: { tenant: { claim: tenant } } }
    - id: masked
      effect: guard
      principals: { except: { services: ["ci:writer"] } }
      resources: { collections: [cases] }
      mask:
        - { fields: [email, address.street], method: redact }
        - { fields: [note], detectors: [phone], method: redact }
        - { fields: [$document], detectors: [iban], method: redact }
        - { fields: [$vector], method: drop }
`;

export { vector };
/** What nobody whom the policy narrows may find in an answer, whatever it is. */
export const hidden = [
  'GLOBEX-SECRET',
  'TOP-SECRET',
  'ana@acme.example',
  'Hidden Street',
  '030 12345678',
  'DE89370400440532013000',
  '0.2671',
  '0.27',
];
/** A record of a tenant, with something of everything that is masked. */
export const point = (id: number, tenant: string): object => ({
  id,
  vector: [0.11 * id, 0.22, 0.33],
  payload: {
    tenant,
    marker: tenant === 'acme' ? 'acme-ok' : 'GLOBEX-SECRET',
    email: 'ana@acme.example',
    note: 'Call me: +49 030 12345678',
    document: 'Pay to DE89370400440532013000 today.',
    address: { city: 'Bern', street: 'Hidden Street' },
    n: id,
    group: 1,
  },
});

export const cases = '/collections/cases';

/** A gateway before a Qdrant server, with records that nobody may see and an alias that promises too much. */
export interface HidingWorld {
  readonly world: QdrantWorld;
  /** Reads some records of one collection. */
  readonly ana: SignedIn;
  /** Token of a service that sees all fields and writes, within one tenant. */
  readonly writer: string;
  /** Puts the records as they were at the start. */
  readonly refill: () => Promise<void>;
}

/** Starts it. */
export async function startHidingWorld(): Promise<HidingWorld> {
  const world = await startQdrantWorld({ policies: { main: policy } });
  try {
    const ana = await world.signIn('ana');
    const writer = await world.workload('writer', { tenant: 'acme' });
    const refill = async (): Promise<void> => {
      await world.straight('PUT', `${cases}/points?wait=true`, {
        points: [point(1, 'acme'), point(2, 'globex'), point(3, 'acme'), point(4, 'globex')],
      });
    };
    for (const name of ['cases', 'docs', 'secret'])
      await world.straight('PUT', `/collections/${name}`, { vectors: { size: 3, distance: 'Dot' } });
    await refill();
    await world.straight('PUT', '/collections/secret/points?wait=true', {
      points: [{ id: 1, vector, payload: { marker: 'TOP-SECRET', tenant: 'acme' } }],
    });
    await world.straight('PUT', '/collections/docs/points?wait=true', {
      points: [{ id: 1, vector, payload: { text: 'public', cases: 2 } }],
    });
    for (const [field_name, field_schema] of [
      ['n', 'integer'],
      ['email', 'keyword'],
      ['group', 'integer'],
    ])
      await world.straight('PUT', `${cases}/index?wait=true`, { field_name, field_schema });
    await world.straight('POST', '/collections/aliases', {
      actions: [{ create_alias: { collection_name: 'secret', alias_name: 'public-looking' } }],
    });
    return { world, ana, writer, refill };
  } catch (error) {
    await world.close();
    throw error;
  }
}
