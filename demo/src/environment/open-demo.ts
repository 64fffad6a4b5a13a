import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { people, pipelineSubject } from '../people.ts';
import { closeAll } from '../processes/close-all.ts';
import { type RunningProvider, startProvider } from '../provider/start-provider.ts';
import {
  type DemoStore,
  demoStore,
  type RunningStore,
  type StoreChoice,
  storeFolder,
} from '../store/demo-store.ts';
import type { DemoPorts } from './demo-ports.ts';
import type { DemoStep } from './demo-step.ts';
import { type GatewayProcess, startGatewayProcess } from './start-gateway-process.ts';
import { workloadAudience, writeConfiguration } from './write-configuration.ts';

export interface DemoOptions {
  /** Default: Chroma. */
  readonly store?: StoreChoice;
  /** Takes everything that is made: configuration, secrets, records, the store's data, logs. */
  readonly folder: string;
  readonly ports: DemoPorts;
  /** Folder of the policies in force. */
  readonly policies: string;
  readonly step: DemoStep;
  /** Life of the gateway's own access tokens, in seconds. Default: the gateway's. */
  readonly accessTokenSeconds?: number;
  /** Whether the gateway allows sign-in by device code. Default: no. */
  readonly deviceCode?: boolean;
  /** `policy` of the gateway's configuration: who may publish. Default: nobody. */
  readonly policy?: object;
}

/** Steps that `openDemo` takes. */
export const openDemoSteps = 4;

/** The demo without any editor: providers, store and gateway, all answering. */
export interface OpenDemo {
  readonly folder: string;
  readonly controlUrl: string;
  readonly dataUrl: string;
  readonly configuration: string;
  readonly provider: RunningProvider;
  /** The second issuer, whose tokens are those of workloads. */
  readonly workloads: RunningProvider;
  readonly store: DemoStore & RunningStore;
  readonly gateway: GatewayProcess;
  /** A token of the pipeline, as its own platform would put it into a file. `expiresIn` in seconds. */
  pipelineToken(expiresIn: number): Promise<string>;
  /** Stops everything, the gateway first; says nothing and may be called again. */
  close(): Promise<void>;
}

/** Brings the demo up. When a step fails, what was already running is stopped. */
export async function openDemo({
  folder,
  ports,
  policies,
  step,
  store: choice = { kind: 'chroma' },
  accessTokenSeconds,
  deviceCode,
  policy,
}: DemoOptions): Promise<OpenDemo> {
  const closers: (() => Promise<void>)[] = [];
  const close = (): Promise<void> => closeAll(closers);
  const local = (port: number): string => `http://127.0.0.1:${port}`;
  const controlUrl = local(ports.control);
  const dataUrl = local(ports.data);
  const clientSecret = randomBytes(24).toString('hex');
  const logs = join(folder, 'logs');
  try {
    await mkdir(logs, { recursive: true });
    const [provider, workloads] = await step('identity providers', async () => {
      const signIn = await startProvider({
        port: ports.provider,
        cookiePrefix: 'people',
        people,
        clients: [
          {
            clientId: 'vectorgate',
            clientSecret,
            redirectUris: [`${controlUrl}/sign-in/upstream`],
            backchannelLogoutUri: `${controlUrl}/sign-out/upstream`,
          },
        ],
      });
      closers.push(() => signIn.close());
      const ci = await startProvider({ port: ports.workloads, cookiePrefix: 'ci', people: [], clients: [] });
      closers.push(() => ci.close());
      return [signIn, ci];
    });
    const store = await demoStore(choice);
    const data = storeFolder(folder, store);
    await step(
      `data for ${store.title}`,
      async () => {
        await rm(data, { recursive: true, force: true });
        return store.place(data);
      },
      (wasThere) => (wasThere ? 'from the cache' : 'embedded and loaded'),
    );
    const running = await step(store.title, () => store.start(data, join(logs, `${choice.kind}.log`)));
    closers.push(() => running.stop());
    const configuration = await writeConfiguration({
      folder,
      ports,
      store,
      running,
      policies,
      clientSecret,
      ...(accessTokenSeconds !== undefined && { accessTokenSeconds }),
      ...(deviceCode !== undefined && { deviceCode }),
      ...(policy !== undefined && { policy }),
    });
    const gateway = await step('gateway', () =>
      startGatewayProcess(configuration, controlUrl, join(logs, 'gateway.log')),
    );
    closers.push(() => gateway.stop());
    return {
      folder,
      controlUrl,
      dataUrl,
      configuration,
      provider,
      workloads,
      store: { ...store, ...running },
      gateway,
      pipelineToken: (expiresIn) =>
        workloads.mintWorkloadToken({ subject: pipelineSubject, audience: workloadAudience, expiresIn }),
      close,
    };
  } catch (error) {
    // What went wrong first says more than what could not be cleaned up after it.
    await close().catch(() => undefined);
    throw error;
  }
}
