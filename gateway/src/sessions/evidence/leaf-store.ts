import { closeSync, openSync, readSync } from 'node:fs';
import { appendFile, mkdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { inclusionRanges, splitPoint } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { GateError } from '../../errors/gate-error.ts';

/** Leaves whose tree hash is kept beside them, as in C2SP tlog-tiles. */
const tileLeaves = 256;
const hashBytes = 32;
/** Hashes that are kept in memory: some MB. */
const mostKept = 50_000;

/**
 * The leaf hashes of the log by their numbers, in a file, and the hashes of whole tiles of them in another: what proofs of
 * single records are made from, without reading the log. Both may be deleted at any time: the log has it all.
 */
export class LeafStore {
  readonly #folder: string;
  readonly #leaves: string;
  readonly #tiles: string;
  readonly #kept = new Map<number, Map<number, Uint8Array>>();
  #keptCount = 0;
  #tile: { readonly number: number; readonly bytes: Buffer } | undefined;

  constructor(folder: string) {
    this.#folder = folder;
    this.#leaves = join(folder, 'leaves');
    this.#tiles = join(folder, 'tiles');
  }

  /** Leaves that are there. */
  async size(): Promise<number> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const size = await wholeRows(this.#leaves);
    if ((await wholeRows(this.#tiles)) <= Math.floor(size / tileLeaves)) return size;
    await this.clear();
    return 0;
  }

  /** Adds the leaves that come next. */
  async append(leaves: readonly Uint8Array[]): Promise<void> {
    await appendFile(this.#leaves, Buffer.concat(leaves), { mode: 0o600 });
    this.#tile = undefined;
    const size = await this.size();
    const from = await wholeRows(this.#tiles);
    const roots: Uint8Array[] = [];
    for (let tile = from; (tile + 1) * tileLeaves <= size; tile += 1)
      roots.push(this.#within(tile * tileLeaves, (tile + 1) * tileLeaves));
    if (roots.length > 0) await appendFile(this.#tiles, Buffer.concat(roots), { mode: 0o600 });
  }

  /** Forgets everything: it is not the log's. */
  async clear(): Promise<void> {
    await rm(this.#leaves, { force: true });
    await rm(this.#tiles, { force: true });
    this.#kept.clear();
    this.#keptCount = 0;
    this.#tile = undefined;
  }

  /** Throws `GateError` code `leaves-damaged` when the files do not fit each other. */
  leaf(number: number): Uint8Array {
    const tile = Math.floor(number / tileLeaves);
    if (this.#tile?.number !== tile) {
      this.#tile = { number: tile, bytes: readRows(this.#leaves, tile * tileLeaves, tileLeaves) };
      const whole = readRows(this.#tiles, tile, 1);
      const [start, end] = [tile * tileLeaves, (tile + 1) * tileLeaves];
      // Zeros: the last tile, which is not whole yet.
      if (!whole.equals(none) && !whole.equals(this.#within(start, end))) throw leavesDamaged(number);
    }
    const at = (number % tileLeaves) * hashBytes;
    return this.#tile.bytes.subarray(at, at + hashBytes);
  }

  /** The Merkle tree hash over the first so many leaves, which have to be there. */
  root(size: number): Uint8Array {
    return this.#hash(0, size);
  }

  /** The inclusion proof of one of the first so many leaves. */
  proof(number: number, size: number): Uint8Array[] {
    return inclusionRanges(number, size).map(([start, end]) => this.#hash(start, end));
  }

  /** Neighbours share nearly all of what their proofs are made of, so each hash is kept for the next. */
  #hash(start: number, end: number): Uint8Array {
    const length = end - start;
    if (length === 1) return this.leaf(start);
    const kept = this.#kept.get(length)?.get(start);
    if (kept !== undefined) return kept;
    const isTile = length === tileLeaves && start % tileLeaves === 0;
    const middle = start + splitPoint(length);
    const hash = isTile
      ? readRows(this.#tiles, start / tileLeaves, 1)
      : nativeHashes.node(this.#hash(start, middle), this.#hash(middle, end));
    this.#keep(length, start, hash);
    return hash;
  }

  /** Of leaves that lie in one tile, whose hash is not there yet. */
  #within(start: number, end: number): Buffer | Uint8Array {
    if (end - start === 1) return this.leaf(start);
    const middle = start + splitPoint(end - start);
    return nativeHashes.node(this.#within(start, middle), this.#within(middle, end));
  }

  #keep(length: number, start: number, hash: Uint8Array): void {
    if (this.#keptCount >= mostKept) {
      this.#kept.clear();
      this.#keptCount = 0;
    }
    const level = this.#kept.get(length) ?? new Map<number, Uint8Array>();
    this.#kept.set(length, level.set(start, hash));
    this.#keptCount += 1;
  }
}

const none = Buffer.alloc(hashBytes);

/** These hashes are not the log's: whoever comes upon it has them made anew. */
export const leavesDamaged = (number: number): GateError =>
  new GateError('leaves-damaged', `The leaf hash of record ${number} is not that of the log.`, { number });

/** Hashes in a file; what a write that did not end left behind them is cut off. */
async function wholeRows(path: string): Promise<number> {
  const { size } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return { size: 0 };
    throw error;
  });
  if (size % hashBytes !== 0) await truncate(path, size - (size % hashBytes));
  return Math.floor(size / hashBytes);
}

/** So many hashes; zeros for those that are not there. */
function readRows(path: string, from: number, count: number): Buffer {
  const bytes = Buffer.alloc(count * hashBytes);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return bytes;
    throw error;
  }
  try {
    readSync(descriptor, bytes, 0, bytes.length, from * hashBytes);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}
