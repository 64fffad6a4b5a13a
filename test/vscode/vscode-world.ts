import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePorts,
  type OpenDemo,
  openDemo,
  policyFolder,
  pythonProgram,
  silentSteps,
} from '@vectorgate/demo';
import type { BrowserContext } from 'playwright-core';
import { openChromium } from '../browser/open-chromium.ts';
import { type CodeServer, startCodeServer } from './code-server.ts';
import { installedExtensions } from './installed-extensions.ts';

export interface VscodeWorldOptions {
  /** Whether the machine's settings name the gateway from the start. Default: they do. */
  readonly gatewaySet?: boolean;
  /** Whether our own extension is installed. Default: it is. */
  readonly own?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly accessTokenSeconds?: number;
  /** Whether the gateway allows sign-in by device code. */
  readonly deviceCode?: boolean;
  /** Further extensions of this folder's, by their names. */
  readonly companions?: readonly string[];
  /** Fills the folder that the editor opens. */
  readonly prepare?: (workspace: string) => Promise<void>;
  /** Fills the folder of the demo before it starts, with records of its past, say. */
  readonly before?: (demoFolder: string) => Promise<void>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Further settings of the machine. */
  readonly machine?: Readonly<Record<string, unknown>>;
  /** The folder of the gateway's policies. Default: the demo's. */
  readonly policies?: string;
  /** `policy` of the gateway's configuration. */
  readonly policy?: object;
}

/** The demo's gateway, provider and store with a real VS Code workbench in a real Chromium, all on free ports. */
export interface VscodeWorld {
  readonly demo: OpenDemo;
  readonly server: CodeServer;
  readonly context: BrowserContext;
  /** The folder that the editor opens. */
  readonly workspace: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** Brings the world up. When a part fails to start, what was already running is stopped. */
export async function openVscodeWorld(options: VscodeWorldOptions = {}): Promise<VscodeWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-vscode-'));
  const closers: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const close = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const closer of closers.splice(0).reverse())
      await closer().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
  };
  try {
    const { accessTokenSeconds, deviceCode, environment, policy } = options;
    await options.before?.(join(folder, 'demo'));
    const demo = await openDemo({
      folder: join(folder, 'demo'),
      ports: await freePorts(),
      policies: options.policies ?? policyFolder,
      step: silentSteps,
      ...(accessTokenSeconds !== undefined && { accessTokenSeconds }),
      ...(deviceCode !== undefined && { deviceCode }),
      ...(policy !== undefined && { policy }),
    });
    closers.push(() => demo.close());
    const workspace = join(folder, 'workspace');
    await mkdir(workspace);
    await options.prepare?.(workspace);
    const server = await startCodeServer({
      folder: join(folder, 'code-server'),
      extensions: await installedExtensions(options.own !== false, options.companions),
      machine: {
        ...(options.gatewaySet !== false && { 'vectorgate.gateway': demo.controlUrl }),
        ...options.machine,
      },
      settings: {
        'workbench.startupEditor': 'none',
        // What the tests read of a notebook is what the editor saved.
        'files.autoSave': 'afterDelay',
        'files.autoSaveDelay': 100,
        'telemetry.telemetryLevel': 'off',
        // What blinks or moves is drawn anew many times a second, on two cores.
        'workbench.reduceMotion': 'on',
        'editor.cursorBlinking': 'solid',
        'editor.minimap.enabled': false,
        'chat.disableAIFeatures': true,
        'workbench.secondarySideBar.defaultVisibility': 'hidden',
        // Trust is given in the tests that are about it.
        'security.workspace.trust.enabled': false,
        ...options.settings,
      },
      environment: {
        VECTORGATE_TEST_PYTHON: pythonProgram(),
        // It leads a browser to loopback addresses through itself, where nobody can sign in.
        VSCODE_PROXY_URI: demo.controlUrl,
        ...environment,
      },
    });
    closers.push(() => server.stop());
    const context = await openChromium(join(folder, 'chromium'));
    closers.push(() => context.close());
    return { demo, server, context, workspace, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}
