import type { SandboxCounts } from '@vectorgate/replay-ui/host';
import type { GovernedProcess } from '../broker/process-list.ts';
import { startBroker } from '../broker/start-broker.ts';
import type { GovernedName } from '../discovery/discover.ts';
import { ClientError } from '../errors/client-error.ts';
import { countsOf } from './counts-of.ts';
import type { RecordedStep } from './recorded-step.ts';
import { Recording } from './recording.ts';
import { type SandboxReport, SandboxTally } from './sandbox-tally.ts';
import { type StandInName, startStandIn } from './stand-in/stand-in.ts';

export interface SandboxParts {
  /** What the recording is called, for people. */
  readonly named: string;
  readonly steps: readonly RecordedStep[];
  /** Names that are held beside those of the recording: no call of a program in it reaches a store there either. */
  readonly others: readonly GovernedName[];
  /** The folder that goes in front of PYTHONPATH: the shim's `startup`. */
  readonly shim: string;
}

/** A stand-in that answers from a recording, and the broker that leads programs to it. */
export interface Sandbox {
  /** Of the stand-in, on this machine. */
  readonly address: string;
  /** The names under which the recorded program knew its stores. */
  readonly names: readonly string[];
  /** What a program needs in its environment to be answered from here. `pythonPath`: the PYTHONPATH that it would have had. */
  environment(pythonPath?: string): Readonly<Record<string, string>>;
  /** Those that came and still run. */
  programs(): readonly GovernedProcess[];
  counts(): SandboxCounts;
  report(): SandboxReport;
  /** Calls back when something was asked, or a program came; returns what ends that. */
  onDidChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** A day: no program that runs by a recording runs longer on one token. */
const keyMilliseconds = 86_400_000;

/**
 * Opens a sandbox on this machine. Nothing of it leads to a store, and it knows no credential. Throws `ClientError` code
 * `no-records` where nothing can be answered, `platform` where there is no safe place for its broker.
 */
export async function openSandbox({ named, steps, others, shim }: SandboxParts): Promise<Sandbox> {
  if (!steps.some(({ answer }) => answer !== undefined)) throw nothingToRun(named, steps);
  const recorded = namesIn(steps);
  const names = new Map<string, StandInName>([
    ...others.map(({ name, ...of }) => [name.toLowerCase(), of] as const),
    ...recorded,
  ]);
  const recording = new Recording(steps);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const tally = new SandboxTally(changed);
  const standIn = await startStandIn({ recording, names, tally });
  const governed = [...names].map(([name, of]) => ({ name, ...of }));
  const broker = await startBroker({
    shim,
    holder: {
      signedIn: async () => true,
      token: async () => ({ token: standIn.key, expires: (Date.now() + keyMilliseconds) / 1000 }),
    },
    discover: async () => ({
      controlUrl: standIn.url,
      dataPlane: standIn.url,
      issuer: standIn.url,
      apiVersion: 'v1',
      governed,
    }),
  }).catch(async (error: unknown) => {
    await standIn.close();
    throw error;
  });
  broker.onDidChange(changed);
  return {
    address: standIn.url,
    names: [...recorded.keys()],
    environment: (pythonPath) => {
      const { VECTORGATE_BROKER = '', VECTORGATE_BROKER_KEY = '', ...rest } = broker.environment(pythonPath);
      return {
        ...rest,
        VECTORGATE_BROKER,
        VECTORGATE_BROKER_KEY,
        // These go before a broker: whatever puts its own over a program's environment, as editors do, leads nobody out of here.
        VECTORGATE_SANDBOX: VECTORGATE_BROKER,
        VECTORGATE_SANDBOX_KEY: VECTORGATE_BROKER_KEY,
      };
    },
    programs: () => broker.processes(),
    counts: () => countsOf(tally.report(recording), steps, broker.processes().length),
    report: () => tally.report(recording),
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      listeners.clear();
      await broker.close();
      await standIn.close();
    },
  };
}

function namesIn(steps: readonly RecordedStep[]): Map<string, StandInName> {
  const names = new Map<string, StandInName>();
  for (const { name, connection, store } of steps)
    if (name !== undefined) names.set(name, { connection, store });
  return names;
}

function nothingToRun(named: string, steps: readonly RecordedStep[]): ClientError {
  const why = steps.find(({ missing }) => missing !== undefined);
  return new ClientError(
    'no-records',
    why === undefined
      ? `${named} holds no calls.`
      : `Nothing of ${named} can be answered. Step ${why.number}: ${why.missing}`,
    'Nothing was run. An archive needs its bodies: vectorgate sessions export SESSION --bodies all',
  );
}
