import { suite } from 'node:test';
import { archiveSteps } from './archive-steps.ts';
import { openBrowserWorld } from './browser-world.ts';
import { exportArchives } from './export-archives.ts';
import { openLab } from './open-lab.ts';
import { until } from './until.ts';

suite('archives of recorded sessions in JupyterLab', () => {
  const at = openLab(() => openBrowserWorld({ prepare: async () => {} }));

  archiveSteps({
    editor: 'jupyterlab',
    page: at.page,
    make: async () => {
      const archives = await exportArchives(at.world.demo, at.world.notebooks);
      await at.page().getByRole('tab', { name: 'File Browser' }).click();
      await at.page().locator('.jp-FileBrowser-toolbar [data-command="filebrowser:refresh"]').click();
      return archives;
    },
    opened: async (name) => {
      const tab = at.page().locator('#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current', { hasText: name });
      await until(`${name} is open`, async () => {
        // A list that is drawn anew between the two clicks opens nothing; opening twice opens once.
        await at.page().locator('.jp-DirListing-item', { hasText: name }).dblclick();
        return tab.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      });
      const archive = at.page().locator('vg-archive:visible');
      await archive.waitFor();
      return archive;
    },
  });
});
