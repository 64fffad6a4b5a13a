import {
  formatNote,
  type SignedCheckpoint,
  sameBytes,
  TreeFrontier,
} from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { listRemoved, readLeaves } from '../log/removed-segments.ts';
import type { LogPosition, ScannedFrame } from '../log/scan-segment.ts';
import type { EvidencePlaces } from './evidence-places.ts';
import { rewritten, rolledBack } from './evidence-trouble.ts';

interface Expected extends SignedCheckpoint {
  readonly where: string;
}

/**
 * The tree while a log is opened: it takes the records that are read from where it was last written down, or all of
 * them, and is held against every checkpoint on its way. So no second tree can grow over one that was signed.
 */
export class OpeningTree {
  readonly #segments: string;
  /** In the order of their sizes. */
  readonly #expected: Expected[];
  readonly #position: LogPosition | undefined;
  readonly #tree: TreeFrontier;
  /** The record at which the tree was written down was found where it belongs. */
  #met = false;

  private constructor(
    segments: string,
    expected: Expected[],
    tree: TreeFrontier,
    position: LogPosition | undefined,
  ) {
    this.#segments = segments;
    this.#expected = expected;
    this.#tree = tree;
    this.#position = position;
  }

  /** Throws `GateError` code `records-rewritten`, or `records-damaged` for leaf hashes. */
  static async open(segments: string, places: EvidencePlaces): Promise<OpeningTree> {
    const all = [places.local, ...(places.published ? [places.published] : [])]
      .flatMap(({ checkpoints, where }) => checkpoints.map((one): Expected => ({ ...one, where })))
      .sort((a, b) => a.size - b.size);
    const { state } = places;
    const local = new Set(places.local.checkpoints.map(({ note }) => formatNote(note)));
    const isTrue =
      state !== undefined &&
      places.local.checkpoints.some(
        ({ size, root }) => size === state.tree.size && sameBytes(root, state.tree.root()),
      ) &&
      // What was published and is not here says something that nobody has held against the log yet.
      all.every(({ size, note }) => size > state.tree.size || local.has(formatNote(note)));
    const { tree, position } = isTrue
      ? state
      : { tree: TreeFrontier.empty(nativeHashes.node), position: undefined };
    const opening = new OpeningTree(
      segments,
      all.filter(({ size }) => size > tree.size || position === undefined),
      tree,
      position,
    );
    if (position === undefined) await opening.#takeRemoved();
    return opening;
  }

  /** Number of the segment from which on the log has to be read. */
  get from(): number {
    return this.#position?.segment ?? 1;
  }

  /** Records of the largest checkpoint. */
  get signed(): number {
    return Math.max(this.#position?.sequence ?? 0, this.#expected.at(-1)?.size ?? 0);
  }

  /** Takes a record of the log. Throws `GateError` code `records-rewritten`. */
  scanned({ sequence, chain, leaf }: Pick<ScannedFrame, 'sequence' | 'chain' | 'leaf'>): void {
    const before = this.#position;
    if (before !== undefined && sequence === before.sequence - 1) {
      if (!chain.equals(before.chain)) throw rewritten(this.#segments, before.sequence, 'beside them');
      this.#met = true;
    }
    if (sequence !== this.#tree.size) return;
    this.#tree.append(leaf);
    this.#check();
  }

  /** The log was read to its end, and has so many records. Throws `GateError` code `records-rolled-back`. */
  end(records: number): TreeFrontier {
    this.#check();
    const last = this.#expected.at(-1);
    if (last !== undefined) throw rolledBack(this.#segments, last.size, records, last.where);
    if (this.#position === undefined) return this.#tree;
    if (records < this.#position.sequence)
      throw rolledBack(this.#segments, this.#position.sequence, records, 'beside them');
    if (!this.#met) throw rewritten(this.#segments, this.#position.sequence, 'beside them');
    return this.#tree;
  }

  async #takeRemoved(): Promise<void> {
    this.#check();
    for (const number of await listRemoved(this.#segments)) {
      const { leaves } = await readLeaves(this.#segments, number);
      for (const leaf of leaves) {
        // A view would keep the whole file in memory.
        this.#tree.append(Buffer.from(leaf));
        this.#check();
      }
    }
  }

  #check(): void {
    for (let next = this.#expected[0]; next?.size === this.#tree.size; next = this.#expected[0]) {
      if (!sameBytes(next.root, this.#tree.root())) throw rewritten(this.#segments, next.size, next.where);
      this.#expected.shift();
    }
  }
}
