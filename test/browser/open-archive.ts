import type { Locator } from 'playwright-core';
import type { Lab } from './lab.ts';
import { until } from './until.ts';

/** Opens an archive from the file browser, which has to show it, or goes back to its tab. @returns the view of it */
export async function openArchive({ page }: Lab, name: string): Promise<Locator> {
  const tab = page.locator('#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current', { hasText: name });
  await until(`${name} is open`, async () => {
    // A list that is drawn anew between the two clicks opens nothing; opening twice opens once.
    await page.locator('.jp-DirListing-item', { hasText: name }).dblclick();
    return tab.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
  });
  const archive = page.locator('vg-archive:visible');
  await archive.waitFor();
  return archive;
}

/** Shows the files that came into the folder meanwhile. */
export async function refreshFiles({ page }: Lab): Promise<void> {
  await page.getByRole('tab', { name: 'File Browser' }).click();
  await page.locator('.jp-FileBrowser-toolbar [data-command="filebrowser:refresh"]').click();
}
