import { PolicyError } from '../../errors/policy-error.ts';
import { type Leaves, splitPoint, treeRoot } from './tree-root.ts';

/**
 * The hashes that show that the tree of the first `first` leaves is the beginning of that of the first `size`
 * (RFC 6962 section 2.1.2, RFC 9162 section 2.1.4.1). Throws `PolicyError` when one of the two is not there.
 */
export function consistencyProof(leaves: Leaves, first: number, size = leaves.length): Uint8Array[] {
  if (!(Number.isInteger(first) && first >= 1 && first <= size && size <= leaves.length))
    throw new PolicyError(
      'proof-impossible',
      `A tree of ${first} is not the beginning of one of ${size}: ${leaves.length} records are at hand.`,
    );
  const proof: Uint8Array[] = [];
  let start = 0;
  let end = size;
  /** The part of the old tree that is looked at is also its whole: its root is known to whoever checks. */
  let known = true;
  while (first !== end) {
    const middle = start + splitPoint(end - start);
    if (first <= middle) {
      proof.push(treeRoot(leaves, middle, end));
      end = middle;
    } else {
      proof.push(treeRoot(leaves, start, middle));
      start = middle;
      known = false;
    }
  }
  if (!known) proof.push(treeRoot(leaves, start, end));
  return proof.reverse();
}
