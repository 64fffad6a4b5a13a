import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  freePorts,
  type OpenDemo,
  openDemo,
  policyFolder,
  silentSteps,
  startJupyter,
} from '@vectorgate/demo';
import type { LabWorld } from './lab.ts';
import { openChromium } from './open-chromium.ts';

export interface BrowserWorldOptions {
  /** Life of the gateway's own access tokens, in seconds. Default: the gateway's. */
  readonly accessTokenSeconds?: number;
  /** The folder of the gateway's policies. Default: the demo's. */
  readonly policies?: string;
  /** `policy` of the gateway's configuration. */
  readonly policy?: object;
  /**
   * Fills the folder that JupyterLab shows, and one that Jupyter searches for kernelspecs, before it starts. In `config` the
   * person's own files are kept.
   */
  readonly prepare: (folders: { notebooks: string; data: string; config: string }) => Promise<void>;
}

/** The whole demo with a real JupyterLab and a real Chromium, all on free ports in a temporary folder. */
export interface BrowserWorld extends LabWorld {
  readonly demo: OpenDemo;
  /** The folder of the person's own files. */
  readonly config: string;
  /** Stops everything, the browser first, and takes the folder away. */
  close(): Promise<void>;
}

/** Brings the world up. When a part fails to start, what was already running is stopped. */
export async function openBrowserWorld(options: BrowserWorldOptions): Promise<BrowserWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-browser-'));
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
    const { accessTokenSeconds, policy } = options;
    const demo = await openDemo({
      folder: join(folder, 'demo'),
      ports: await freePorts(),
      policies: options.policies ?? policyFolder,
      step: silentSteps,
      ...(accessTokenSeconds !== undefined && { accessTokenSeconds }),
      ...(policy !== undefined && { policy }),
    });
    closers.push(() => demo.close());
    const notebooks = join(folder, 'notebooks');
    const data = join(folder, 'data');
    await mkdir(notebooks);
    const config = join(folder, 'config');
    await options.prepare({ notebooks, data, config });
    // The only way in which Jupyter is told of further kernelspecs without touching the home folder.
    process.env.JUPYTER_PATH = data;
    // Searches are kept here, and not among those of whoever runs the tests.
    process.env.XDG_CONFIG_HOME = config;
    const jupyter = await startJupyter({
      folder: join(folder, 'jupyter'),
      notebooks,
      port: await freePort(),
      controlUrl: demo.controlUrl,
      log: join(folder, 'jupyter.log'),
    });
    closers.push(() => jupyter.stop());
    const context = await openChromium(join(folder, 'chromium'));
    closers.push(() => context.close());
    return { demo, jupyter, context, notebooks, config, close };
  } catch (error) {
    await close();
    throw error;
  }
}
