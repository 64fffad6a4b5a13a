import { join } from 'node:path';
import { type LabWorld as ServedLab, startLabWorld } from '../attacks/jupyter/lab-world.ts';
import type { LabWorld } from './lab.ts';
import { openChromium } from './open-chromium.ts';

/** A gateway in this process (so that it can be stopped, and its tokens known), JupyterLab and Chromium. */
export interface WatchedLab extends ServedLab, LabWorld {}

/** `prepare` fills the folder that JupyterLab shows. */
export async function openWatchedLab(prepare: (notebooks: string) => Promise<void>): Promise<WatchedLab> {
  const served = await startLabWorld();
  try {
    await prepare(served.notebooks);
    const context = await openChromium(join(served.world.folder, 'chromium'));
    const close = async (): Promise<void> => {
      await context.close();
      await served.close();
    };
    return { ...served, context, close };
  } catch (error) {
    await served.close();
    throw error;
  }
}
