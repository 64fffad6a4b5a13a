import { chainHash, chainStart } from '../log/chain-hash.ts';
import { crc32 } from '../log/crc32.ts';
import { frameHeadBytes } from '../log/read-frame.ts';
import { segmentMagics, writeSegmentHead } from '../log/segment-head.ts';
import { checkpointEntry } from '../notes/checkpoint-list.ts';
import { formatVerifierKey } from '../notes/verifier-key.ts';
import { TreeFrontier } from '../tree/tree-frontier.ts';
import { leafHash } from '../tree/tree-hash.ts';
import { keptHeaderLine } from '../verify/kept-headers.ts';
import { MemoryRecords } from './memory-records.ts';
import { signedBy, type TestSigner } from './test-signer.ts';

const utf8 = new TextEncoder();
/** A ULID made from a number. */
export const testId = (number: number): string => `01K${String(number).padStart(23, '0')}`;

/** Writes records as a gateway does, into memory, with whatever headers and parts a test wants. */
export class TestLog {
  readonly records = new MemoryRecords();
  readonly tree = TreeFrontier.empty();
  readonly leaves: Uint8Array[] = [];
  readonly #segments: { first: number; previous: Uint8Array; frames: Uint8Array[] }[] = [];
  #chain: Uint8Array = chainStart;
  readonly #headers: string[] = [];
  #checkpoints = '';
  #keys = '';

  roll(): void {
    this.#segments.push({ first: this.tree.size, previous: this.#chain, frames: [] });
    this.#write();
  }

  /** Appends a record; `more` stands in its header. */
  add(more: object = {}, parts = utf8.encode(`sealed parts of ${this.tree.size}`)): void {
    if (this.#segments.length === 0) this.roll();
    const n = this.tree.size;
    const value = {
      id: testId(n),
      session: testId(1000),
      time: new Date(1.8e12 + n * 1000).toISOString(),
      ...more,
    };
    const text = JSON.stringify(
      Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    this.#headers.push(text);
    const header = utf8.encode(text);
    const frame = new Uint8Array(frameHeadBytes + 4 + header.length + parts.length);
    const view = new DataView(frame.buffer);
    const leaf = leafHash(header);
    this.#chain = chainHash(this.#chain, leaf);
    view.setUint32(frameHeadBytes, header.length);
    frame.set(header, frameHeadBytes + 4);
    frame.set(parts, frameHeadBytes + 4 + header.length);
    view.setUint32(0, 0xf7_56_47_01);
    view.setUint32(8, frame.length - frameHeadBytes);
    frame.set(this.#chain, 16);
    view.setUint32(4, crc32(frame.subarray(8)));
    this.#segments.at(-1)!.frames.push(frame);
    this.leaves.push(leaf);
    this.tree.append(leaf);
    this.#write();
  }

  /** Puts leaf hashes in place of the first segments, up to number `to`. */
  remove(to: number): void {
    for (let number = 1; number <= to; number += 1) {
      const { first, previous, frames } = this.#segments[number - 1]!;
      const head = writeSegmentHead({ first, previous }, 'leaves');
      this.records.files.delete(`segments/${nameOf(number)}.segment`);
      const leaves = this.leaves.slice(first, first + frames.length);
      this.records.files.set(`segments/${nameOf(number)}.leaves`, joined([head, ...leaves]));
    }
    const { first, frames } = this.#segments[to - 1]!;
    const kept = this.#headers
      .slice(0, first + frames.length)
      .map((header, index) => (header.includes('"evidence"') ? keptHeaderLine(index, header) : ''));
    this.records.files.set('evidence/headers', utf8.encode(kept.join('')));
  }

  /** Lists a public key beside the records. */
  know(signer: TestSigner): void {
    this.#keys += `${formatVerifierKey(signer.key)}\n`;
    this.records.files.set('evidence/keys', utf8.encode(this.#keys));
  }

  /** Signs the tree as it is now. Returns the text of the checkpoint in a file of them. */
  checkpoint(...signers: readonly TestSigner[]): string {
    const origin = signers[0]!.key.name;
    const note = signedBy({ origin, size: this.tree.size, root: this.tree.root() }, ...signers);
    const entry = checkpointEntry(note);
    this.#checkpoints += entry;
    this.records.files.set('evidence/checkpoints', utf8.encode(this.#checkpoints));
    return entry;
  }

  #write(): void {
    const number = this.#segments.length;
    const { first, previous, frames } = this.#segments[number - 1]!;
    const head = writeSegmentHead({ first, previous }, 'records');
    this.records.files.set(`segments/${nameOf(number)}.segment`, joined([head, ...frames]));
  }
}

const nameOf = (number: number): string => String(number).padStart(12, '0');

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Offsets of the frames in a segment, and its end. */
export function frameOffsets(segment: Uint8Array): number[] {
  const view = new DataView(segment.buffer, segment.byteOffset);
  const offsets: number[] = [];
  let at = segmentMagics.records.length + 56;
  for (; at < segment.length; at += frameHeadBytes + view.getUint32(at + 8)) offsets.push(at);
  return [...offsets, at];
}
