import type { Locator } from 'playwright-core';
import { until } from '../browser/until.ts';
import type { Workbench } from './workbench.ts';

/** Opens an archive of the workspace, or goes back to its tab. @returns the view of it */
export async function openArchive(bench: Workbench, name: string): Promise<Locator> {
  await bench.quickOpen(name);
  let found: Locator | undefined;
  await until(`${name} is open`, async () => {
    for (const frame of bench.page.frames()) {
      // Those of other tabs are kept, and believe that they are seen.
      if ((await frame.title().catch(() => '')) === name) found = frame.locator('vg-archive');
    }
    return found !== undefined;
  });
  if (found === undefined) throw new Error('no archive is open');
  return found;
}
