import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AddressedFiles } from '../../language-server/index.ts';
import { filesOnDisk } from '../files-on-disk.ts';

/** The files of this machine, as editors name them. */
export const addressedOnDisk: AddressedFiles = {
  ...filesOnDisk,
  pathOf: (uri) => (uri.startsWith('file:') ? fileURLToPath(uri) : undefined),
  uriOf: (path) => pathToFileURL(path).href,
};
