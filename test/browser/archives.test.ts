import { suite } from 'node:test';
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
  });
});
