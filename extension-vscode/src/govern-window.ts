import { join } from 'node:path';
import type { Discovery, GovernedName } from '@vectorgate/client';
import * as vscode from 'vscode';
import { WindowBroker } from './broker/window-broker.ts';
import type { GateModel } from './gate/gate-model.ts';
import { UngovernedNotices } from './kernels/tell-ungoverned.ts';
import { watchKernels } from './kernels/watch-kernels.ts';
import type { PersonSession } from './sign-in/person-session.ts';
import { holderOf } from './sign-in/token-holder.ts';

export interface WindowParts {
  readonly context: vscode.ExtensionContext;
  readonly model: GateModel;
  readonly session: PersonSession;
  readonly log: vscode.LogOutputChannel;
  readonly trouble: (topic: string, error: unknown) => Promise<void>;
  /** Processes that came to a sandbox of this window. */
  readonly sandboxed: () => readonly { readonly pid: number; readonly kernel: string | undefined }[];
}

const platformKey = { win32: 'windows', darwin: 'osx' } as const;
const terminalsHavePythonPath = (): boolean => {
  const system = platformKey[process.platform as keyof typeof platformKey] ?? 'linux';
  const own = vscode.workspace
    .getConfiguration('terminal.integrated.env')
    .get<Readonly<Record<string, unknown>>>(system);
  return Boolean(own?.PYTHONPATH);
};

/** The gateway's word on itself, fresh for each gateway that the window turns to. */
function discoveryOf(model: GateModel): () => Promise<Discovery> {
  let known: { readonly gateway: string; readonly ask: () => Promise<Discovery> } | undefined;
  return async () => {
    const { gateway } = model.standing;
    if (known?.gateway !== gateway) {
      const { knownDiscovery } = await import('@vectorgate/client');
      known = { gateway, ask: knownDiscovery(gateway) };
    }
    return known.ask();
  };
}

/**
 * What governs a window: in a trusted workspace with a gateway, its broker runs, new kernels and terminals are led to
 * it, and kernels that did not register are told of.
 */
export function governWindow({ context, model, session, log, trouble, sandboxed }: WindowParts): {
  /** Resolves when the window is as its workspace's trust and gateway ask. */
  settle(): Promise<void>;
  restartKernel(notebook: string): Promise<void>;
  /** Whether new kernels and terminals are led to the window's broker. */
  governs(): boolean;
  /** Names that the gateway of the window governs; none where none is set. */
  governed(): Promise<readonly GovernedName[]>;
  /** Looks at the kernels anew. */
  look(): void;
  dispose(): Promise<void>;
} {
  const discover = discoveryOf(model);
  const broker = new WindowBroker({
    holder: holderOf(session),
    discover,
    shim: join(context.extensionPath, 'vectorgate_shim', 'startup'),
    environment: process.env,
    terminals: context.environmentVariableCollection,
    terminalsHavePythonPath,
    changed: () => kernels.look(),
  });
  const kernels = watchKernels(
    () => [...broker.processes(), ...sandboxed().map((one) => ({ ...one, sandbox: true }) as const)],
    (entries) => {
      model.setKernels(entries);
      if (broker.runs) notices.look(entries);
    },
    (succeeded) => {
      if (succeeded === false && model.standing.signedIn) void model.look();
    },
  );
  const notices = new UngovernedNotices((notebook) => kernels.forget(notebook));
  context.subscriptions.push(kernels);
  const settle = async (): Promise<void> => {
    const { trusted, gateway } = model.standing;
    const wanted = trusted && gateway !== '';
    const before = broker.runs;
    try {
      await broker.become(wanted);
    } catch (error) {
      await trouble('starting the broker', error);
      return;
    }
    if (before !== broker.runs)
      log.info(broker.runs ? 'new kernels and terminals are governed' : 'nothing is governed any more');
    kernels.look();
  };
  return {
    settle,
    restartKernel: (notebook) => notices.restart(notebook),
    governs: () => broker.runs,
    governed: async () => (model.standing.gateway === '' ? [] : (await discover()).governed),
    look: () => kernels.look(),
    dispose: () => broker.become(false),
  };
}
