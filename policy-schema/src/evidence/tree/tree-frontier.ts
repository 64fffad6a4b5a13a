import { emptyRoot, hashBytes, nodeHash } from './tree-hash.ts';

/**
 * The right edge of a growing tree: the roots of its complete subtrees, the largest first, one for each bit that is set
 * in its size. That is all it takes to append leaves and to tell the root (RFC 9162 section 2.1.2), so it needs
 * O(log n) memory, and one hash for each leaf on average.
 */
export class TreeFrontier {
  #size: number;
  readonly #roots: Uint8Array[];
  readonly #node: typeof nodeHash;

  private constructor(size: number, roots: Uint8Array[], node: typeof nodeHash) {
    this.#size = size;
    this.#roots = roots;
    this.#node = node;
  }

  /** `node` may be a faster one of the platform's. */
  static empty(node = nodeHash): TreeFrontier {
    return new TreeFrontier(0, [], node);
  }

  /** From what `hashes` gave at that size; undefined when the two do not fit. Whether they are true the root tells. */
  static of(size: number, hashes: readonly Uint8Array[], node = nodeHash): TreeFrontier | undefined {
    if (!Number.isSafeInteger(size) || size < 0 || hashes.length !== ones(size)) return undefined;
    if (hashes.some((hash) => hash.length !== hashBytes)) return undefined;
    return new TreeFrontier(size, [...hashes], node);
  }

  /** Leaves in it. */
  get size(): number {
    return this.#size;
  }

  /** The roots of the complete subtrees, the largest first. */
  get hashes(): readonly Uint8Array[] {
    return this.#roots;
  }

  /** Takes the hash of the next leaf, which nobody changes afterwards. */
  append(leaf: Uint8Array): void {
    let hash = leaf;
    // Each trailing one of the size is a subtree as large as what has come together so far.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2)
      hash = this.#node(this.#roots.pop()!, hash);
    this.#roots.push(hash);
    this.#size += 1;
  }

  /** The Merkle tree hash of all leaves so far. */
  root(): Uint8Array {
    let hash = this.#roots.at(-1);
    if (hash === undefined) return emptyRoot;
    for (let i = this.#roots.length - 2; i >= 0; i -= 1) hash = this.#node(this.#roots[i]!, hash);
    return hash;
  }
}

/** Bits that are set; sizes may be above 2^32. */
function ones(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
