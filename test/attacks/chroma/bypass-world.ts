import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { policyFolder } from '@vectorgate/demo';
import { makeCollection } from '../../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../../harness/world.ts';
import { type KeyedStore, startKeyedStore } from './keyed-store.ts';
import type { Persona } from './personas.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** Beside the demo's own: a service that may write one tenant's records, and one that may change schemas. */
const further = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: further, owner: tests, contact: "#tests" }
spec:
  rules:
    - id: clerk-works
      effect: allow
      principals: { services: ["ci:clerk"] }
      resources: { connections: [insights], tenants: [default_tenant], collections: [orders] }
      operations: [read, write, delete-bulk]
    - id: clerk-works-for-one-tenant
      effect: guard
      principals: { services: ["ci:clerk"] }
      resources: { collections: [orders] }
      require: { filter: { tenant: { claim: tenant } } }
    - id: builder-builds
      effect: allow
      principals: { services: ["ci:builder"] }
      resources: { connections: [insights], tenants: [default_tenant], collections: ["customer-*", "free-*"] }
      operations: [read, write, schema, delete-bulk]
      limits: { topK: 50, page: 100 }
`;

const storeKey = 'the-key-that-only-the-gateway-holds';
export const tenants = ['default_tenant', 'globex-eu'];
/** A collection that no rule names, and how many records it has. */
export const hiddenName = 'payroll-2026';
const hiddenRecords = 7;

export interface BypassWorld extends World {
  readonly store: KeyedStore;
  readonly tokens: Readonly<Record<Exclude<Persona, 'nobody'>, string>>;
  /** What the driver's first line says. */
  readonly told: {
    readonly places: Readonly<Record<'gate' | 'store', Place>>;
    readonly ids: Readonly<Record<string, string>>;
    readonly known: unknown;
  };
  readonly before: Snapshot;
  readonly counts: ReadonlyMap<number, string>;
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

async function idOf(store: string, tenant: string, name: string): Promise<string> {
  const path = `/api/v2/tenants/${tenant}/databases/default_database/collections/${name}`;
  return ((await (await fetch(`${store}${path}`)).json()) as { id: string }).id;
}

const numbered = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);

/** The demo's data and policies behind a gate, before a store that answers to its key only. */
export async function startBypassWorld(): Promise<BypassWorld> {
  process.env.VECTORGATE_BYPASS_STORE_KEY = storeKey;
  let store: KeyedStore | undefined;
  const demo = await readFile(join(policyFolder, 'customer-insights.policy.yaml'), 'utf8');
  const world = await startWorld({
    data: 'demo',
    policies: { 'customer-insights': demo, further },
    connection: '    credential: { header: x-chroma-token, secret: { env: VECTORGATE_BYPASS_STORE_KEY } }',
    storeAddress: async (chroma) => {
      store = await startKeyedStore(chroma.url, storeKey);
      return store.url;
    },
  });
  if (store === undefined) throw new Error('the keyed store did not start');
  const kept = store;
  const { chroma } = world;
  const secrets = numbered(hiddenRecords, 'SALARY');
  const hidden = await makeCollection(chroma.url, hiddenName, {
    ids: secrets,
    embeddings: secrets.map((_, i) => [1, i]),
    documents: secrets.map((id) => `the salary of ${id}`),
  });
  const orders = numbered(4, 'O');
  const ordersId = await makeCollection(chroma.url, 'orders', {
    ids: orders,
    embeddings: orders.map((_, i) => [1, i / 4]),
    documents: orders.map((id) => `order ${id}`),
    metadatas: orders.map((_, i) => ({ tenant: i % 2 === 0 ? 'acme' : 'globex' })),
  });
  const before = await takeSnapshot(chroma.url, tenants);
  const cases = before.records.filter((r) => r.collection === 'customer-cases');
  const ofTenant = (tenant: string): readonly string[] =>
    cases.filter((r) => r.metadata.tenant === tenant && r.id.startsWith('CASE')).map((r) => r.id);
  const victim = cases.find((r) => r.metadata.tenant === 'acme');
  const people = ['ana', 'omar', 'rita', 'ola'] as const;
  const signedIn = await Promise.all(people.map(async (login) => (await world.signIn(login)).accessToken));
  const [ana = '', omar = '', rita = '', ola = ''] = signedIn;
  const tokens = {
    ...{ ana, omar, rita, ola },
    pipeline: await world.workload('ingest'),
    clerk: await world.workload('clerk', { tenant: 'acme' }),
    builder: await world.workload('builder', { tenant: 'acme' }),
  };
  const gate = new URL(world.gateway?.dataUrl ?? '');
  const addressed = { 'vectorgate-upstream': knownAs };
  return {
    ...world,
    store: kept,
    tokens,
    told: {
      places: {
        gate: {
          host: gate.hostname,
          port: Number(gate.port),
          headers: {
            nobody: addressed,
            ...Object.fromEntries(
              Object.entries(tokens).map(([who, token]) => [
                who,
                { ...addressed, 'vectorgate-token': token },
              ]),
            ),
          },
        },
        // The same without the gate, by somebody who holds the store's key: what each attempt would have given.
        store: { host: chroma.host, port: chroma.port, headers: {} },
      },
      ids: {
        cases: await idOf(chroma.url, 'default_tenant', 'customer-cases'),
        docs: await idOf(chroma.url, 'default_tenant', 'product-docs'),
        foreign: await idOf(chroma.url, 'globex-eu', 'customer-cases'),
        hidden,
        orders: ordersId,
      },
      known: {
        vector: victim?.embedding,
        own_ids: ofTenant('acme').slice(0, 3),
        foreign_ids: ofTenant('globex').slice(0, 3),
        secret: { email: victim?.metadata.email, document: victim?.document },
      },
    },
    before,
    counts: new Map([
      [hiddenRecords, hiddenName],
      [before.records.filter((r) => r.place === 'globex-eu').length, 'the other tenant'],
      [
        before.records.filter((r) => r.collection === 'customer-cases' && r.place !== 'globex-eu').length,
        'all cases',
      ],
    ]),
    close: async () => {
      await world.close();
      await kept.close();
    },
  };
}
