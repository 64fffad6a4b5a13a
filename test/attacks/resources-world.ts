import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type GatewayProcess, startGatewayProcess } from '../harness/gateway-process.ts';
import { collections } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';
import type { Attack, Outcome } from './attack-table.ts';
import { forgetPeak, peakMemory } from './gate-process-state.ts';
import { type HostileStore, startHostileStore } from './hostile-store.ts';
import type { Witnessed } from './resources-bystander.ts';

const cases = '0f3cf1c8-1c5e-4f43-9d3a-0e8f5d5b7a11';
const calm = 'calm.internal:8000';

/** An owner of everything, and a reader whose answers are looked through. */
const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: resources, owner: data-governance, contact: "#data-governance" }
spec:
  rules:
    - id: everything
      effect: allow
      principals: { services: ["ci:owner", "ci:reader"] }
      resources: { connections: [insights, calm] }
      operations: [search, fetch, scan, aggregate, upsert, update, delete, delete-bulk, schema, meta]
    - id: texts-are-masked
      effect: guard
      principals: { services: ["ci:reader"] }
      resources: { connections: [insights] }
      mask:
        - { fields: [$document], detectors: [email, phone, credit-card], method: redact }
`;

/** Far above what is needed, far below what an attack would take without bounds: MiB. */
const mostMemory = 2_048;
/** Far above what a plain request takes: milliseconds. */
const longestWait = 15_000;

export interface ResourcesWorld {
  readonly url: string;
  readonly pid: number;
  readonly store: HostileStore;
  readonly owner: string;
  readonly reader: string;
  /** Path of the collection. */
  readonly path: string;
  token(subject: string): Promise<string>;
  /**
   * An attack that must take neither the memory nor the time of others: `run` says what became of it and throws when
   * the gate did what it should not.
   */
  attack(name: string, run: () => Promise<string>): Attack;
  close(): Promise<void>;
}

/** A gateway in a process of its own with a hostile store, and beside it another caller of another store. */
export async function startResourcesWorld(): Promise<ResourcesWorld> {
  const store = await startHostileStore();
  let bystander: Worker | undefined;
  let world: World | undefined;
  let gateway: GatewayProcess | undefined;
  const close = async (): Promise<void> => {
    await bystander?.terminate();
    await gateway?.kill();
    await world?.close();
    await store.close();
  };
  try {
    bystander = new Worker(new URL('./resources-bystander.ts', import.meta.url), {
      workerData: { knownAs: calm, path: `${collections}/${cases}/get` },
    });
    const [{ store: port }] = (await once(bystander, 'message')) as [{ store: number }];
    world = await startWorld({
      policies: { resources: policy },
      storeAddress: async () => store.url,
      connection: `  - name: calm\n    store: chroma\n    address: http://127.0.0.1:${port}\n    knownAs: ["${calm}"]`,
      gateway: false,
    });
    const token = (subject: string): Promise<string> => world!.workload(subject);
    const owner = await token('owner');
    gateway = await startGatewayProcess(world.configurationFile);
    const { pid, dataUrl: url } = gateway;
    const witness = async (): Promise<Witnessed> => {
      bystander!.postMessage({});
      return ((await once(bystander!, 'message')) as [Witnessed])[0];
    };
    bystander.postMessage({ begin: { url, token: owner } });
    let ended = false;
    void gateway.ended.then(() => {
      ended = true;
    });
    return {
      url,
      pid,
      store,
      owner,
      reader: await token('reader'),
      path: `${collections}/${cases}`,
      token,
      attack: (name, run) => ({ name, run: () => watched(run) }),
      close,
    };

    async function watched(run: () => Promise<string>): Promise<Outcome> {
      await witness();
      await forgetPeak(pid);
      const started = performance.now();
      let became: string;
      const wrong: string[] = [];
      try {
        became = await run();
      } catch (error) {
        became = error instanceof Error ? error.message : String(error);
        wrong.push(became);
      }
      if (ended) return { passed: true, seen: `${became}; the gateway ended` };
      // The caller beside it is asked once more when all is over: it must still be let in.
      let { answered, failed, slowest } = await witness();
      for (let tries = 0; answered === 0 && failed.length === 0 && tries < 100; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        ({ answered, failed, slowest } = await witness());
      }
      const peak = await peakMemory(pid);
      if (peak > mostMemory) wrong.push(`${peak.toFixed(0)} MiB`);
      if (failed.length > 0) wrong.push(`another caller was not answered: ${failed[0]}`);
      if (answered === 0) wrong.push('another caller waited without end');
      if (slowest > longestWait) wrong.push(`another caller waited ${slowest.toFixed(0)} ms`);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const sum = `${seconds} s, peak ${peak.toFixed(0)} MiB, another caller answered ${answered} times, within ${slowest.toFixed(0)} ms`;
      return {
        passed: wrong.length > 0,
        seen: `${wrong.length > 0 ? `${wrong.join('; ')}; ` : `${became}; `}${sum}`,
      };
    }
  } catch (error) {
    await close();
    throw error;
  }
}
