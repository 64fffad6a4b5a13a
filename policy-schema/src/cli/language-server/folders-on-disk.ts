import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Folders } from '../../surroundings/policy-root.ts';

/** The folders of this machine. */
export const foldersOnDisk: Folders = {
  parentOf: (path) => (dirname(path) === path ? undefined : dirname(path)),
  nameOf: (path) => basename(path),
  inside: (folder, name) => join(folder, name),
  isThere: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
};
