import { PolicyError } from '../../errors/policy-error.ts';
import { type Leaves, splitPoint, treeRoot } from './tree-root.ts';

/**
 * The hashes that show that the leaf at `index` is in the tree of the first `size` leaves, from the bottom up
 * (RFC 6962 section 2.1.1, RFC 9162 section 2.1.3.1). Throws `PolicyError` when there is no such leaf.
 */
export function inclusionProof(leaves: Leaves, index: number, size = leaves.length): Uint8Array[] {
  if (!(Number.isInteger(index) && index >= 0 && index < size && size <= leaves.length))
    throw new PolicyError(
      'proof-impossible',
      `There is no record ${index} in a tree of ${size}: ${leaves.length} are at hand.`,
    );
  const proof: Uint8Array[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      proof.push(treeRoot(leaves, middle, end));
      end = middle;
    } else {
      proof.push(treeRoot(leaves, start, middle));
      start = middle;
    }
  }
  return proof.reverse();
}
