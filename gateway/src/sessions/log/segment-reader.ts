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
  readonly #handles = new Map<number, Promise<FileHandle>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Throws `GateError` code `record-damaged` when the bytes are not there, `record-removed` when the segment was removed, as it was
   * past its time: whoever asked the index for its place before that comes too late.
   */
  async bytes(segment: number, offset: number, length: number): Promise<Buffer> {
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

  async close(): Promise<void> {
    for (const handle of this.#handles.values())
      await handle.then(
        (open) => open.close(),
        () => undefined,
      );
    this.#handles.clear();
  }

  #handle(segment: number): Promise<FileHandle> {
    let handle = this.#handles.get(segment);
    if (handle === undefined) {
      handle = open(join(this.#folder, segmentName(segment)), 'r').catch((cause: NodeJS.ErrnoException) => {
        // What is gone without its leaf hashes was not removed by us.
        const isRemoved = cause.code === 'ENOENT' && existsSync(join(this.#folder, leavesName(segment)));
        throw isRemoved ? removed(segment, cause) : cause;
      });
      this.#handles.set(segment, handle);
    }
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
