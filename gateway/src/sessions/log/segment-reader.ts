import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { frameHeadBytes, isIntact, readFrameHead } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { GateError } from '../../errors/gate-error.ts';
import { leavesName } from './removed-segments.ts';
import { segmentName } from './segment-files.ts';

/** Files that are open at a time: records come by their time, and an intent lies near its outcome. */
const fewOpen = 4;

/**
 * Reads pieces of segments, one after the other, whoever asks meanwhile. Each file is opened once while few others are read: what was
 * not read for the longest is closed for one more. Close it when done.
 *
 * A segment that is removed while its file is open is read as before until that is closed, and is gone then.
 */
export class SegmentReader {
  readonly #folder: string;
  readonly #mostOpen: number;
  /** The one that was read last is the last. */
  readonly #handles = new Map<number, FileHandle>();
  /** Settles when all is read that was asked for so far. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Of files that could not be closed: told at the end, as what was read is whole. */
  readonly #faults: unknown[] = [];
  #closed = false;

  constructor(folder: string, mostOpen: number = fewOpen) {
    this.#folder = folder;
    this.#mostOpen = mostOpen;
  }

  /**
   * Throws `GateError` code `record-damaged` when the bytes are not there, `record-removed` when the segment was removed, as it was
   * past its time: whoever asked the index for its place before that comes too late.
   */
  bytes(segment: number, offset: number, length: number): Promise<Buffer> {
    return this.#inTurn(async () => {
      const handle = await this.#handle(segment);
      const bytes = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
        if (bytesRead === 0) throw damaged(segment, offset);
        filled += bytesRead;
      }
      return bytes;
    });
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
  size(segment: number): Promise<number> {
    return this.#inTurn(async () => (await (await this.#handle(segment)).stat()).size);
  }

  /** Nothing is read afterwards. Every file is closed before this rejects for one that cannot be. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#inTurn(async () => {
      for (const segment of this.#handles.keys()) await this.#close(segment);
      const [fault] = this.#faults.splice(0);
      if (fault !== undefined) throw fault;
    });
  }

  #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#turn.then(work);
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #handle(segment: number): Promise<FileHandle> {
    // It would stay open for good.
    if (this.#closed) throw new Error('a segment was read after its reader was closed');
    let handle = this.#handles.get(segment);
    this.#handles.delete(segment);
    if (handle === undefined) {
      for (const longest of this.#handles.keys()) {
        if (this.#handles.size < this.#mostOpen) break;
        await this.#close(longest);
      }
      // One that cannot be opened is tried again by whoever reads of it next.
      handle = await this.#open(segment);
    }
    this.#handles.set(segment, handle);
    return handle;
  }

  async #open(segment: number): Promise<FileHandle> {
    try {
      return await open(join(this.#folder, segmentName(segment)), 'r');
    } catch (cause) {
      // What is gone without its leaf hashes was not removed by us.
      const isRemoved =
        (cause as NodeJS.ErrnoException).code === 'ENOENT' &&
        existsSync(join(this.#folder, leavesName(segment)));
      throw isRemoved ? removed(segment, cause) : cause;
    }
  }

  async #close(segment: number): Promise<void> {
    const handle = this.#handles.get(segment);
    this.#handles.delete(segment);
    await handle?.close().catch((fault: unknown) => this.#faults.push(fault));
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
