import assert from 'node:assert/strict';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';
import { storeKey } from './attack-world.ts';
import { type StoreTap, startStoreTap } from './store-tap.ts';
import type { TappedRequest } from './tapped-stream.ts';

/**
 * Rules of somebody who may do everything in one tenant: whatever of theirs is stopped was stopped for its form. A
 * guest may only read.
 */
export const ownerPolicy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: owner, owner: data-governance, contact: "#data-governance" }
spec:
  rules:
    - id: owner-does-everything
      effect: allow
      principals: { services: ["ci:owner"] }
      resources: { connections: [insights] }
      operations: [search, fetch, scan, aggregate, upsert, update, delete, delete-bulk, schema, backup, admin, meta]
    - id: guest-reads
      effect: allow
      principals: { services: ["ci:guest"] }
      resources: { connections: [insights], collections: [cases] }
      operations: [fetch, scan]
`;

export interface TappedWorld extends World {
  readonly tap: StoreTap;
  /** Of somebody who may do everything, and of one who may only read. */
  readonly owner: string;
  readonly guest: string;
  /** Id of the collection `cases`, and the path of its `get`. */
  readonly cases: string;
  readonly get: string;
}

/** Header lines, each with its end, by which a caller is known to the gate. */
export const callerLines = (token: string): string =>
  `Host: ${knownAs}\r\nVectorgate-Token: ${token}\r\nVectorgate-Upstream: ${knownAs}\r\n`;

/** A small collection behind a gate, and a tap on the wire between gate and store. */
export async function startTappedWorld(): Promise<TappedWorld> {
  process.env.VECTORGATE_ATTACKED_STORE_KEY = storeKey;
  let tap: StoreTap | undefined;
  let cases = '';
  const world = await startWorld({
    data: 'empty',
    policies: { owner: ownerPolicy },
    connection: '    credential: { header: x-chroma-token, secret: { env: VECTORGATE_ATTACKED_STORE_KEY } }',
    storeAddress: async (chroma) => {
      const ids = Array.from({ length: 20 }, (_, i) => `CASE-${i}`);
      cases = await makeCollection(chroma.url, 'cases', {
        ids,
        embeddings: ids.map((_, i) => [i, 1, 2]),
        documents: ids.map((id) => `what happened in ${id}`),
      });
      tap = await startStoreTap(chroma.url);
      return tap.url;
    },
  });
  const kept = tap;
  if (kept === undefined) throw new Error('the tap did not start');
  return {
    ...world,
    get gateway() {
      return world.gateway;
    },
    tap: kept,
    owner: await world.workload('owner'),
    guest: await world.workload('guest'),
    cases,
    get: `${collections}/${cases}/get`,
    close: async () => {
      await world.close();
      await kept.close();
    },
  };
}

/** A good request must pass, or a table of refusals would say nothing. */
export async function assertTappedOpen(world: TappedWorld): Promise<void> {
  const response = await world.call(world.owner, 'POST', world.get, { ids: ['CASE-1'] });
  assert.equal(response.status, 200, await response.text());
}

/** Names of header lines that the gate itself writes to a store. */
const written = new Set([
  'host',
  'connection',
  'content-type',
  'content-length',
  'accept',
  'accept-encoding',
  'x-chroma-token',
]);

/** The gate's own question to which collection an id belongs, or what a name stands for. */
export const isQuestion = ({ method, target }: TappedRequest): boolean =>
  method === 'GET' && /\/collections\/by-id\/[0-9a-f-]{36}$/.test(target);

/** What in a request to the store is not the gate's: foreign header lines, a caller's secret, a missing store key. */
export function foreignIn(request: TappedRequest, secrets: readonly string[]): string[] {
  const wrong: string[] = [];
  const names = request.headers.map(([name]) => name);
  const foreign = names.filter((name) => !written.has(name));
  if (foreign.length > 0) wrong.push(`reached the store: ${foreign.join(', ')}`);
  if (new Set(names).size !== names.length) wrong.push('a header stands twice');
  if (request.headers.some(([, value]) => secrets.some((secret) => value.includes(secret))))
    wrong.push('the caller’s credential reached the store');
  if (!request.headers.some(([name, value]) => name === 'x-chroma-token' && value === storeKey))
    wrong.push('the store’s key is missing');
  return wrong;
}
