import { TreeFrontier } from './tree-frontier.ts';

/** Leaf hashes by their place; an array of them is one. */
export type Leaves = ArrayLike<Uint8Array>;

/** The Merkle tree hash over the leaves from `start` up to `end` (RFC 6962 section 2.1). */
export function treeRoot(leaves: Leaves, start = 0, end = leaves.length): Uint8Array {
  const tree = TreeFrontier.empty();
  for (let i = start; i < end; i += 1) tree.append(leaves[i]!);
  return tree.root();
}

/** The largest power of two below `size`: where a tree of that size is parted. */
export function splitPoint(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}
