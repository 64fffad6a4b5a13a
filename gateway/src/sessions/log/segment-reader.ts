import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { frameHeadBytes, isIntact, readFrameHead } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { GateError } from '../../errors/gate-error.ts';
import { leavesName } from './removed-segments.ts';
import { segmentName } from './segment-files.ts';

/** Reads pieces of segments; each file is opened once. Close it when done. */
export class SegmentReader {
  readonly #folder: string;
  readonly #mostOpen: number;
  /** The one that was read last is the last. */
  readonly #handles = new Map<number, Promise<FileHandle>>();
  #closed = false;

  /**
   * `mostOpen`: files that are open at a time; with one more, the one that was not read for the longest is closed. Then one piece is
   * read after the other.
   */
  constructor(folder: string, mostOpen: number = Number.POSITIVE_INFINITY) {
    this.#folder = folder;
    this.#mostOpen = mostOpen;
  }

  /**
   * Throws `GateError` code `record-damaged` when the bytes are not there, `record-removed` when the segment was removed, as it was
   * past its time: whoever asked the index for its place before that comes too late.
   */
  async bytes(segment: number, offset: number, length: number): Promise<Buffer> {
    if (!this.#handles.has(segment)) await this.#makeRoom();
    const handle = this.#handle(segment);
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await (await handle).read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) throw damaged(segment, offset);
      filled += bytesRead;
    }
    return bytes;
  }

  /** The record in the frame of `length` bytes at `offset`. */
  async record(segment: number, offset: number, length: number): Promise<Buffer> {
    const frame = await this.bytes(segment, offset, length);
    const head = readFrameHead(frame, 0);
    if (head === undefined || head.length + frameHeadBytes !== length || !isIntact(frame, nativeHashes.crc32))
      throw damaged(segment, offset);
    return frame.subarray(frameHeadBytes);
  }

  /** Bytes of a segment's file now. */
  async size(segment: number): Promise<number> {
    return (await (await this.#handle(segment)).stat()).size;
  }

  /** Nothing is read afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const segment of this.#handles.keys()) await this.#close(segment);
  }

  async #makeRoom(): Promise<void> {
    for (const segment of this.#handles.keys()) {
      if (this.#handles.size < this.#mostOpen) return;
      await this.#close(segment);
    }
  }

  async #close(segment: number): Promise<void> {
    const handle = this.#handles.get(segment);
    this.#handles.delete(segment);
    await handle?.then(
      (open) => open.close(),
      () => undefined,
    );
  }

  #handle(segment: number): Promise<FileHandle> {
    // It would stay open for good.
    if (this.#closed) throw new Error('a segment was read after its reader was closed');
    let handle = this.#handles.get(segment);
    this.#handles.delete(segment);
    if (handle === undefined) {
      handle = open(join(this.#folder, segmentName(segment)), 'r').catch((cause: NodeJS.ErrnoException) => {
        // What is gone without its leaf hashes was not removed by us.
        const isRemoved = cause.code === 'ENOENT' && existsSync(join(this.#folder, leavesName(segment)));
        throw isRemoved ? removed(segment, cause) : cause;
      });
    }
    this.#handles.set(segment, handle);
    return handle;
  }
}

const removed = (segment: number, cause: unknown): GateError =>
  new GateError(
    'record-removed',
    `Segment ${segmentName(segment)} was removed: its records were past their time.`,
    { segment: segmentName(segment) },
    { cause },
  );

const damaged = (segment: number, offset: number): GateError =>
  new GateError(
    'record-damaged',
    `A record is damaged: segment ${segmentName(segment)}, byte ${offset}. Run vectorgate-gateway verify.`,
    { segment: segmentName(segment), offset },
  );
