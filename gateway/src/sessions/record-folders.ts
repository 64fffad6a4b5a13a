import { join } from 'node:path';

/** What lies where in a folder of records. */
export const recordFolders = (
  folder: string,
): Record<
  'segments' | 'keys' | 'evidence' | 'leaves' | 'exports' | 'policies' | 'torn' | 'stream' | 'index',
  string
> => ({
  segments: join(folder, 'segments'),
  /** Wrapped data keys, one file per session. */
  keys: join(folder, 'keys'),
  /** Checkpoints, the public keys that signed them, and the tree as it was at the last one. */
  evidence: join(folder, 'evidence'),
  /** Leaf hashes, for proofs of single records. May be deleted at any time. */
  leaves: join(folder, 'leaves'),
  /** Archives while they are made. Emptied at every start. */
  exports: join(folder, 'exports'),
  /** Texts of the policies that were in force, by the digest of their revision. */
  policies: join(folder, 'policies'),
  /** Copies of tails that were cut. */
  torn: join(folder, 'torn'),
  /** How far the records went to a collector of logs. */
  stream: join(folder, 'stream.json'),
  /** May be deleted at any time. */
  index: join(folder, 'index.sqlite'),
});
