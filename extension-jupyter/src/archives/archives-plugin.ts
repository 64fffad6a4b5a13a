import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IThemeManager } from '@jupyterlab/apputils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { IGate } from '../gate-token.ts';
import { archiveFileType } from './archive-file-type.ts';
import { ArchiveModelFactory } from './archive-model-factory.ts';
import { ArchiveWidgetFactory } from './archive-widget-factory.ts';

/** Archives of recorded sessions in JupyterLab: opened, played and verified without a gateway, and with nobody signed in. */
export const archivesPlugin: JupyterFrontEndPlugin<void> = {
  id: '@vectorgate/jupyterlab:archives',
  description: 'Opens and verifies archives of recorded VectorGate sessions.',
  autoStart: true,
  optional: [IThemeManager, IGate],
  activate: (
    { docRegistry, serviceManager }: JupyterFrontEnd,
    themes: IThemeManager | null,
    gate: IGate | null,
  ) => {
    docRegistry.addFileType(archiveFileType);
    docRegistry.addModelFactory(new ArchiveModelFactory());
    const factory = new ArchiveWidgetFactory({
      contents: serviceManager.contents,
      settings: serviceManager.serverSettings,
      themes,
      sandboxOf: (path) => gate?.sandboxes.of(path),
    });
    // JupyterLab's own class is none of its own type under exact optional members.
    docRegistry.addWidgetFactory(factory as DocumentRegistry.WidgetFactory);
  },
};
