import { suite } from 'node:test';
import { assertAccessibleInThemes } from './accessible-in-themes.ts';
import { archiveSteps } from './archive-steps.ts';
import { openBrowserWorld } from './browser-world.ts';
import { exportArchives } from './export-archives.ts';
import { openArchive, refreshFiles } from './open-archive.ts';
import { openLab } from './open-lab.ts';

suite('archives of recorded sessions in JupyterLab', () => {
  const at = openLab(() => openBrowserWorld({ prepare: async () => {} }));

  archiveSteps({
    editor: 'jupyterlab',
    page: at.page,
    make: async () => {
      const archives = await exportArchives(at.world.demo, at.world.notebooks);
      await refreshFiles(at.lab);
      return archives;
    },
    opened: (name) => openArchive(at.lab, name),
    accessible: (_archive, what) => assertAccessibleInThemes(at.page(), what, 'vg-archive'),
    // The panel looks at who is signed in, whatever is open.
    mayAsk: ({ origin, pathname }) =>
      origin.replace(/^ws/, 'http') === new URL(at.world.jupyter.url).origin &&
      // How the gate and this person's sandboxes stand, of which the server asks nobody for the latter.
      (!/\/vectorgate\//.test(pathname) || /\/vectorgate\/(?:status|sandboxes)$/.test(pathname)),
  });
});
