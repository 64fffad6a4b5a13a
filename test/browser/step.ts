import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';

/** Takes the pictures that the tests make; git does not see it. */
export const screenshots = join(import.meta.dirname, '..', '..', '.vectorgate', 'screenshots');

/** Saves what the page shows. @returns the picture's path */
export async function screenshot(page: Page, name: string): Promise<string> {
  await mkdir(screenshots, { recursive: true });
  const path = join(screenshots, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
  await page.screenshot({ path });
  return path;
}

/** A test that leaves a picture of the page behind when it fails. */
export function step(name: string, page: () => Page, work: () => Promise<void>): void {
  test(name, async (t) => {
    try {
      await work();
    } catch (error) {
      // The failure itself matters more than its picture.
      const path = await screenshot(page(), `failed-${name}`).catch(() => undefined);
      if (path !== undefined) t.diagnostic(`picture: ${path}`);
      throw error;
    }
  });
}
