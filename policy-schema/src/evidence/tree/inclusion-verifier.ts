import { sameBytes } from './same-bytes.ts';
import { nodeHash } from './tree-hash.ts';

/** Where a walk to the root stood after so many hashes of its proof. */
interface Step {
  readonly fn: number;
  readonly hash: Uint8Array;
  readonly used: number;
}

/**
 * Verifies inclusion proofs of many leaves in one tree (RFC 9162 section 2.1.3.2). Where the walk meets that of the leaf
 * before, what is left of the two proofs has to be the same, and is not hashed again: neighbours cost two hashes, not twenty.
 */
export class InclusionVerifier {
  readonly #size: number;
  readonly #root: Uint8Array;
  /** The last walk that came to the root: its proof, and where it stood, by what was left of the size. */
  #last: { readonly proof: readonly Uint8Array[]; readonly steps: ReadonlyMap<number, Step> } | undefined;

  constructor(size: number, root: Uint8Array) {
    this.#size = size;
    this.#root = root;
  }

  verify(leaf: Uint8Array, index: number, proof: readonly Uint8Array[]): boolean {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.#size) return false;
    let fn = index;
    let sn = this.#size - 1;
    let hash = leaf;
    const steps = new Map<number, Step>();
    for (const [used, sibling] of proof.entries()) {
      if (sn === 0) return false;
      const met = this.#last?.steps.get(sn);
      if (met?.fn === fn && sameBytes(met.hash, hash)) return this.#goesOn(proof, steps, used, met);
      steps.set(sn, { fn, hash, used });
      if (fn % 2 === 1 || fn === sn) {
        hash = nodeHash(sibling, hash);
        while (fn % 2 === 0 && fn !== 0) {
          fn /= 2;
          sn = Math.floor(sn / 2);
        }
      } else {
        hash = nodeHash(hash, sibling);
      }
      fn = Math.floor(fn / 2);
      sn = Math.floor(sn / 2);
    }
    if (sn !== 0 || !sameBytes(hash, this.#root)) return false;
    this.#last = { proof, steps };
    return true;
  }

  /** Whether the proof goes on as the last one did from where they met; if so, this walk is the last from now on. */
  #goesOn(proof: readonly Uint8Array[], steps: Map<number, Step>, from: number, met: Step): boolean {
    const last = this.#last!;
    const shift = from - met.used;
    if (proof.length !== last.proof.length + shift) return false;
    for (let at = from; at < proof.length; at += 1)
      if (!sameBytes(proof[at]!, last.proof[at - shift]!)) return false;
    for (const [sn, step] of last.steps)
      if (step.used >= met.used) steps.set(sn, { ...step, used: step.used + shift });
    this.#last = { proof, steps };
    return true;
  }
}
