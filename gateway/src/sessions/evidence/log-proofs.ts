import { sameBytes } from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import { endOfRemoved, listRemoved, readLeaves } from '../log/removed-segments.ts';
import { scanLog } from '../log/scan-log.ts';
import { listSegments, type SegmentFile } from '../log/segment-files.ts';
import { readSegmentFirst } from '../log/segment-first.ts';
import type { SignedTree } from './checkpoint-signer.ts';
import { LeafStore } from './leaf-store.ts';

/** Leaves that are written at once. */
const batch = 65_536;

/** Inclusion proofs of records in a signed tree. */
export interface Proofs {
  leaf(number: number): Uint8Array;
  proof(number: number): Uint8Array[];
}

/** Makes proofs for a log: brings the leaf hashes up to it, and holds them against what was signed. */
export class LogProofs {
  readonly #segments: string;
  readonly #store: LeafStore;
  #running: Promise<unknown> = Promise.resolve();

  /** `folder`: of the leaf hashes. */
  constructor(segments: string, folder: string) {
    this.#segments = segments;
    this.#store = new LeafStore(folder);
  }

  /** Proofs in that tree. Rejects with `GateError` code `record-damaged` when the log is not what was signed. */
  in(tree: SignedTree): Promise<Proofs> {
    const run = this.#running.then(() => this.#in(tree));
    this.#running = run.catch(() => undefined);
    return run;
  }

  /** The leaf hashes were found not to be the log's: the next who asks has them made anew. */
  clear(): Promise<void> {
    const run = this.#running.then(() => this.#store.clear());
    this.#running = run.catch(() => undefined);
    return run;
  }

  async #in({ size, root }: SignedTree): Promise<Proofs> {
    const store = this.#store;
    await this.#extend(size);
    if (!sameBytes(store.root(size), root)) {
      // These files are nobody's evidence: they may have come from elsewhere.
      await store.clear();
      await this.#extend(size);
      if (!sameBytes(store.root(size), root)) throw differs();
    }
    return { leaf: (number) => store.leaf(number), proof: (number) => store.proof(number, size) };
  }

  async #extend(size: number): Promise<void> {
    let have = await this.#store.size();
    if (have >= size) return;
    let leaves: Uint8Array[] = [];
    const take = (sequence: number, leaf: Uint8Array): void => {
      // A view would keep what was read with it.
      if (sequence === have + leaves.length && sequence < size) leaves.push(Buffer.from(leaf));
    };
    const write = async (): Promise<void> => {
      if (leaves.length === 0) return;
      await this.#store.append(leaves);
      have += leaves.length;
      leaves = [];
    };
    const start = await endOfRemoved(this.#segments);
    if (have < start.sequence) {
      for (const number of await listRemoved(this.#segments)) {
        const removed = await readLeaves(this.#segments, number);
        for (const [at, leaf] of removed.leaves.entries()) take(removed.first + at, leaf);
        if (leaves.length >= batch) await write();
      }
      await write();
    }
    const files = await listSegments(this.#segments);
    for (let at = await segmentOf(files, have); at < files.length && have < size; at += 1) {
      await scanLog(
        files.slice(0, at + 1),
        at,
        ({ sequence, leaf }) => take(sequence, leaf),
        undefined,
        start,
      );
      await write();
    }
    if (have < size) throw differs();
  }
}

/** Place in the list of the segment in which that record lies. */
async function segmentOf(files: readonly SegmentFile[], record: number): Promise<number> {
  for (let at = files.length - 1; at > 0; at -= 1) {
    const first = await readSegmentFirst(files[at]!);
    if (first !== undefined && first <= record) return at;
  }
  return 0;
}

const differs = (): GateError =>
  new GateError('record-damaged', 'Records differ from what was signed. Run vectorgate-gateway verify.');
