import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { verifyRecords } from '../../gateway/src/sessions/verify-records.ts';
import {
  type GatewayProcess,
  type GatewayProcessOptions,
  startGatewayProcess,
} from '../harness/gateway-process.ts';
import { permitEverything, policyOf } from '../harness/policies.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { collections, makeCollection, storedIds } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World, type WorldOptions } from '../harness/world.ts';
import { type FaultyStore, startFaultyStore } from './faulty-store.ts';
import { readTold, type Told } from './told.ts';

/** Everybody may do everything; what `reader` reads is masked. */
export const openPolicy = policyOf(permitEverything('everything', 'issuers: [ci, people]'), [
  'mail-is-masked',
  'effect: guard, principals: { services: ["ci:reader"] }, mask: [{ fields: [email], method: redact }]',
]);

export interface FaultWorldOptions extends GatewayProcessOptions {
  readonly prepare?: WorldOptions['prepare'];
  /** Lines of `limits`, each with two spaces before it. */
  readonly limits?: string;
}

/** The whole gateway as a process of its own, a door before its store, and a list of what callers were told to be done. */
export class FaultWorld {
  readonly world: World;
  readonly store: FaultyStore;
  /** Token of a service that may do everything. */
  readonly token: string;
  /** The collection that is worked on. */
  readonly collection: string;
  readonly #options: FaultWorldOptions;
  readonly #acknowledged = new Set<string>();
  readonly #written = new Set<string>();
  /** The gateway's own log, line by line. */
  readonly log: string[] = [];
  #gateway: GatewayProcess | undefined;
  #count = 0;

  private constructor(
    world: World,
    store: FaultyStore,
    token: string,
    collection: string,
    options: FaultWorldOptions,
  ) {
    this.world = world;
    this.store = store;
    this.token = token;
    this.collection = collection;
    this.#options = options;
  }

  static async start(options: FaultWorldOptions = {}): Promise<FaultWorld> {
    let store: FaultyStore | undefined;
    const world = await startWorld({
      policies: { main: openPolicy },
      gateway: false,
      root: `limits:\n  freeDiskBytes: 0\n${options.limits ?? ''}`,
      storeAddress: async (chroma) => {
        store = await startFaultyStore(chroma.url);
        return store.url;
      },
      prepare: async (folder) => {
        const file = join(folder, 'vectorgate.yaml');
        await writeFile(file, (await readFile(file, 'utf8')).replace('level: error', 'level: info'));
        return (await options.prepare?.(folder)) ?? (async () => undefined);
      },
    });
    assert.ok(store);
    const token = await world.workload('writer');
    const id = await makeCollection(world.chroma.url, 'notes', {
      ids: ['kept'],
      embeddings: [[1, 0]],
      documents: ['made up'],
      metadatas: [{ email: 'ana@acme.example' }],
    });
    const made = new FaultWorld(world, store, token, id, options);
    await made.startGateway();
    return made;
  }

  get gateway(): GatewayProcess {
    assert.ok(this.#gateway, 'no gateway runs');
    return this.#gateway;
  }

  async startGateway(options: GatewayProcessOptions = {}): Promise<void> {
    const log = (child: ChildProcess): void => {
      createInterface({ input: child.stdout! }).on('line', (line) => this.log.push(line));
    };
    this.#gateway = await startGatewayProcess(this.world.configurationFile, {
      log,
      ...this.#options,
      ...options,
    });
  }

  /** Calls a route of the collection. What is answered with success counts as acknowledged. */
  async call(
    route: string,
    body: object,
    token = this.token,
    headers: Record<string, string> = {},
  ): Promise<Told> {
    const response = await fetch(`${this.gateway.dataUrl}${collections}/${this.collection}/${route}`, {
      method: 'POST',
      headers: {
        'vectorgate-token': token,
        'vectorgate-upstream': knownAs,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const told = await readTold(response);
    if (told.status < 300) {
      assert.ok(told.decision, 'success without a decision');
      this.#acknowledged.add(told.decision);
    }
    return told;
  }

  read(token = this.token): Promise<Told> {
    return this.call('get', { ids: ['kept'], include: ['documents', 'metadatas'] }, token);
  }

  /** Writes one record under a name of its own. */
  async write(token = this.token, document = 'made up'): Promise<Told> {
    this.#count += 1;
    const id = `w${this.#count}`;
    const told = await this.call('upsert', { ids: [id], embeddings: [[1, 0]], documents: [document] }, token);
    if (told.status < 300) this.#written.add(id);
    return told;
  }

  /** What the gateway's own API tells of a decision: its outcome and its code. */
  async recordOf({ decision }: Told, token = this.token): Promise<string> {
    assert.ok(decision, 'no decision was told');
    const response = await this.world.api(token, `/api/v1/records/${decision}`);
    assert.equal(
      response.status,
      200,
      `${await response.clone().text()}\n${this.log.slice(-4).join('\n').slice(0, 3000)}`,
    );
    const { header } = (await response.json()) as {
      header: { outcome?: string; decision: { code?: string } };
    };
    return [header.outcome, header.decision.code].filter((word) => word !== undefined).join(', ');
  }

  async health(): Promise<{ status: number; body: Record<string, { ok?: boolean; reason?: string }> }> {
    const response = await fetch(`${this.world.controlUrl}/healthz`);
    return { status: response.status, body: (await response.json()) as never };
  }

  /** Asks until the answer has this status, and returns it. */
  async recoversTo(status: number, ask: () => Promise<Told>, seconds = 10): Promise<Told> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const told = await ask();
      if (told.status === status) return told;
      assert.ok(Date.now() < end, `never ${status}: ${told.line}`);
      await pause(200);
    }
  }

  /** Asks until it is answered well, by the same process. Returns after how many requests and how long. */
  async recovers(ask: () => Promise<Told> = () => this.write(), seconds = 10): Promise<string> {
    const { pid } = this.gateway;
    const began = Date.now();
    for (let requests = 1; ; requests += 1) {
      const told = await ask().catch((error: unknown) => error);
      if (typeof told === 'object' && told !== null && 'status' in told && told.status === 200) {
        process.kill(pid, 0);
        const took = (Date.now() - began) / 1000;
        return requests === 1 ? 'with the next request' : `after ${took.toFixed(1)} s (request ${requests})`;
      }
      if (Date.now() - began > seconds * 1000)
        assert.fail(
          `not well after ${seconds} s: ${JSON.stringify(told)} ${told instanceof Error ? told.message : ''}\n${this.gateway.said.join('\n')}\n${this.log.slice(-3).join('\n').slice(0, 3000)}`,
        );
      await pause(200);
    }
  }

  /** Every acknowledged operation is in the verified log, and every acknowledged write in the store. Ends the gateway. */
  async nothingIsLost(): Promise<string> {
    await this.gateway.stop();
    const verified = await verifyRecords(join(this.world.folder, 'data', 'records'));
    assert.equal(verified.ok, true, verified.text);
    const headers = await readAllHeaders(this.world.configurationFile);
    const delivered = new Set(headers.filter((h) => h.outcome === 'delivered').map((h) => h.id));
    assert.deepEqual(
      [...this.#acknowledged].filter((id) => !delivered.has(id)),
      [],
    );
    const stored = new Set(await storedIds(this.world.chroma.url, this.collection));
    assert.deepEqual(
      [...this.#written].filter((id) => !stored.has(id)),
      [],
    );
    assert.ok(this.#acknowledged.size > 0 && this.#written.size > 0);
    return `${this.#acknowledged.size} operations acknowledged, 0 lost, chain verified`;
  }

  /** The line of the gateway's log that says so; there must be one. */
  logged(words: RegExp): string {
    const line = this.log.findLast((text) => words.test(text));
    assert.ok(
      line,
      `the log does not say ${words}:\n${this.log
        .slice(-10)
        .map((text) => text.slice(0, 300))
        .join('\n')}`,
    );
    return (JSON.parse(line) as { msg: string }).msg;
  }

  /** The records as they lie on disk. */
  get records(): string {
    return join(this.world.folder, 'data', 'records');
  }

  policyFile(name = 'main'): string {
    return join(this.world.folder, 'policies', `${name}.policy.yaml`);
  }

  policyText(): Promise<string> {
    return readFile(this.policyFile(), 'utf8');
  }

  async close(): Promise<void> {
    await this.#gateway?.kill();
    await this.world.close();
    await this.store.close();
  }
}
