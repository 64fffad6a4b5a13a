import { relative } from 'node:path';
import { filesOnDisk } from '../files-on-disk.ts';

/** Reads files; paths are told from the current folder, as people name them. */
export const readAll = (paths: readonly string[], from: string): Promise<{ path: string; text: string }[]> =>
  Promise.all(
    paths.map(async (path) => ({
      path: (relative(from, path) || path).replaceAll('\\', '/'),
      text: await filesOnDisk.read(path),
    })),
  );
