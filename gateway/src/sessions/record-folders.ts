import { join } from 'node:path';

/** What lies where in a folder of records. */
export const recordFolders = (folder: string): Record<'segments' | 'keys' | 'torn' | 'index', string> => ({
  segments: join(folder, 'segments'),
  /** Wrapped data keys, one file per session. */
  keys: join(folder, 'keys'),
  /** Copies of tails that were cut. */
  torn: join(folder, 'torn'),
  /** May be deleted at any time. */
  index: join(folder, 'index.sqlite'),
});
