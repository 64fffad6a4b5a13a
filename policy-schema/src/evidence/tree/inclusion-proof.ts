import { PolicyError } from '../../errors/policy-error.ts';
import { type Leaves, splitPoint, treeRoot } from './tree-root.ts';

/** Leaves from the first up to, and without, the second number. */
export type LeafRange = readonly [start: number, end: number];

/**
 * The hashes that show that the leaf at `index` is in the tree of the first `size` leaves, from the bottom up
 * (RFC 6962 section 2.1.1, RFC 9162 section 2.1.3.1). Throws `PolicyError` when there is no such leaf.
 */
export function inclusionProof(leaves: Leaves, index: number, size = leaves.length): Uint8Array[] {
  if (size > leaves.length) throw impossible(index, size, leaves.length);
  return inclusionRanges(index, size).map(([start, end]) => treeRoot(leaves, start, end));
}

/** The runs of leaves whose tree hashes are that proof: for whoever keeps hashes of whole subtrees. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!(Number.isInteger(index) && index >= 0 && index < size)) throw impossible(index, size, size);
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([start, middle]);
      start = middle;
    }
  }
  return ranges.reverse();
}

const impossible = (index: number, size: number, leaves: number): PolicyError =>
  new PolicyError(
    'proof-impossible',
    `There is no record ${index} in a tree of ${size}: ${leaves} are at hand.`,
  );
