// Imported late: the replay is read from the server when the first archive is opened.
import { Clipboard, type IThemeManager } from '@jupyterlab/apputils';
import { ArchiveLine } from '@vectorgate/replay-ui/archive';
import type { ReplaySandbox } from '@vectorgate/replay-ui/host';
import { labTheme, onLabTheme } from '../sessions/lab-theme.ts';
import { replayElement } from '../sessions/replay-elements.ts';
import type { FilesOfLab } from './read-archive.ts';
import { TrustedKeys } from './trusted-keys.ts';
import { workerPort } from './worker-port.ts';

/** What the view of an archive needs of JupyterLab. */
export interface ArchiveViewParts extends FilesOfLab {
  readonly path: string;
  readonly themes: IThemeManager | null;
  readonly sandboxOf: (path: string) => ReplaySandbox | undefined;
}

/** The element that shows the archive at a path. */
export function archiveView({ path, themes, sandboxOf, ...files }: ArchiveViewParts) {
  const archive = replayElement('vg-archive');
  const keys = new TrustedKeys(localStorage);
  const kept = new Map<string, unknown>();
  const sandbox = sandboxOf(path);
  archive.environment = {
    name: path.split('/').at(-1) ?? path,
    theme: labTheme(themes),
    onThemeChange: (listener) => onLabTheme(themes, listener),
    connect: () => new ArchiveLine(workerPort(files, path)),
    ...(sandbox !== undefined && { sandbox }),
    copy: async (text) => Clipboard.copyToSystem(text),
    get knownKeys() {
      return keys.all();
    },
    keepKey: (key) => keys.keep(key),
    recall: (name) => kept.get(name),
    remember: (name, value) => kept.set(name, value),
  };
  return archive;
}
