import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startJupyter } from '@vectorgate/demo';
import type { LabWorld } from './lab.ts';
import { openChromium } from './open-chromium.ts';

/** JupyterLab with our extension and no gateway: what policies need is in the page. */
export interface PolicyLab extends LabWorld {
  close(): Promise<void>;
}

/** `prepare` fills the folder that JupyterLab shows. */
export async function openPolicyLab(prepare: (notebooks: string) => Promise<void>): Promise<PolicyLab> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-policy-lab-'));
  const closers: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const notebooks = join(folder, 'notebooks');
    await mkdir(notebooks);
    await prepare(notebooks);
    const jupyter = await startJupyter({
      folder: join(folder, 'jupyter'),
      notebooks,
      port: await freePort(),
      controlUrl: '',
      log: join(folder, 'jupyter.log'),
    });
    closers.push(() => jupyter.stop());
    const context = await openChromium(join(folder, 'chromium'));
    closers.push(() => context.close());
    return { jupyter, context, notebooks, close };
  } catch (error) {
    await close();
    throw error;
  }
}
