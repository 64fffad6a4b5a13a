import type { Locator, Page } from 'playwright-core';
import { until } from '../browser/until.ts';

/** Waits until a page of ours shows the element, and finds it in its frame. */
export async function inFrames(page: Page, element: string): Promise<Locator> {
  let found: Locator | undefined;
  await until(`${element} is open`, async () => {
    for (const frame of page.frames()) {
      const one = frame.locator(element);
      if ((await one.count().catch(() => 0)) > 0 && (await one.isVisible())) found = one;
    }
    return found !== undefined;
  });
  if (found === undefined) throw new Error(`no ${element} is open`);
  return found;
}
