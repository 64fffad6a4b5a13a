import { readFile, rename, writeFile } from 'node:fs/promises';
import { TreeFrontier } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import type { LogPosition } from '../log/scan-segment.ts';

/** The tree as it was when a checkpoint was signed, so that the next start need not read the whole log for it. */
export interface TreeState {
  readonly tree: TreeFrontier;
  /** Behind the last of its records. */
  readonly position: LogPosition;
}

/**
 * Undefined when there is none that can be read: then the tree is made anew from the log. Whether it is true its root
 * tells, which must be that of a signed checkpoint.
 */
export async function readTreeState(path: string): Promise<TreeState | undefined> {
  try {
    const { size, hashes, segment, offset, chain } = JSON.parse(await readFile(path, 'utf8')) as {
      size: number;
      hashes: string[];
      segment: number;
      offset: number;
      chain: string;
    };
    const tree = TreeFrontier.of(
      size,
      hashes.map((hash) => Buffer.from(hash, 'hex')),
      nativeHashes.node,
    );
    if (![segment, offset].every((number) => Number.isSafeInteger(number) && number >= 0)) return undefined;
    return tree && { tree, position: { segment, offset, sequence: size, chain: Buffer.from(chain, 'hex') } };
  } catch {
    return undefined;
  }
}

/** Whole or not at all, but not synced: what a crash takes is made anew. */
export async function writeTreeState(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export const treeStateText = ({ tree, position: { segment, offset, chain } }: TreeState): string =>
  `${JSON.stringify({ size: tree.size, hashes: tree.hashes.map((hash) => Buffer.from(hash).toString('hex')), segment, offset, chain: chain.toString('hex') })}\n`;
