import { InclusionVerifier } from './inclusion-verifier.ts';

/** What `inclusionProof` claims. */
export interface Inclusion {
  /** Hash of the leaf. */
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the proof shows that the leaf stands at that place in the tree with that root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(
  { leaf, index, size, root }: Inclusion,
  proof: readonly Uint8Array[],
): boolean {
  return Number.isSafeInteger(size) && new InclusionVerifier(size, root).verify(leaf, index, proof);
}
