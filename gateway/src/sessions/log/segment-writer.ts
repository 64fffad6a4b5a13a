import { join } from 'node:path';
import { segmentHeadBytes, writeSegmentHead } from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import { closeFrame } from './frame.ts';
import type { LogFiles } from './log-files.ts';
import type { LogPosition } from './scan-segment.ts';
import { segmentName } from './segment-files.ts';

/** Where a record lies. */
export interface Placement {
  readonly sequence: number;
  readonly segment: number;
  readonly offset: number;
  /** Of the whole frame. */
  readonly length: number;
  /** Its chain hash. */
  readonly chain: Buffer;
}

/** A frame whose record is written, and the leaf hash of that record. */
export interface LeafedFrame {
  readonly frame: Buffer;
  readonly leaf: Uint8Array;
}

/** `writev` takes this many buffers at once everywhere. */
const buffersAtOnce = 1000;

/**
 * The end of the log, on disk. Writes batches of frames durably, opens the next segment when one is full, and
 * after a failed write cuts the file back to what was durable, so that no half frame is ever followed by a good one.
 */
export class SegmentWriter {
  readonly #folder: string;
  readonly #files: LogFiles;
  readonly #segmentBytes: number;
  #position: LogPosition;
  #descriptor: number | undefined;
  #identity: string | undefined;
  /** There may be bytes behind the durable end. */
  #dirty = false;
  #rollNext = false;
  #unfinished: string | undefined;

  private constructor(folder: string, files: LogFiles, segmentBytes: number, position: LogPosition) {
    this.#folder = folder;
    this.#files = files;
    this.#segmentBytes = segmentBytes;
    this.#position = position;
  }

  /** Continues the segment at `position`; begins the first when there is none. */
  static async open(
    folder: string,
    files: LogFiles,
    segmentBytes: number,
    position: LogPosition,
  ): Promise<SegmentWriter> {
    const writer = new SegmentWriter(folder, files, segmentBytes, position);
    if (position.segment === 0) {
      await writer.#roll();
    } else {
      const path = writer.#path();
      writer.#descriptor = await files.open(path, 'r+');
      writer.#identity = files.identify(path);
    }
    return writer;
  }

  /** The durable end. */
  get position(): LogPosition {
    return this.#position;
  }

  /** Resolves when all frames are durable, with their places. On rejection none counts, and `repair` has to run. */
  async write(batch: readonly LeafedFrame[]): Promise<Placement[]> {
    if (this.#dirty) throw new Error('the log was written to before it was repaired');
    if (this.#rollNext || this.#position.offset >= this.#segmentBytes) await this.#roll();
    const { segment, offset: start } = this.#position;
    let { offset, sequence, chain } = this.#position;
    const placed: Placement[] = [];
    for (const { frame, leaf } of batch) {
      chain = closeFrame(frame, leaf, chain, offset - start);
      placed.push({ sequence, segment, offset, length: frame.length, chain });
      offset += frame.length;
      sequence += 1;
    }
    this.#dirty = true;
    await this.#writeAll(this.#descriptor!, runsOf(batch), start);
    try {
      await this.#files.fdatasync(this.#descriptor!);
    } catch (error) {
      // After a failed sync the kernel may call pages clean that never reached the disk: this file takes no more.
      this.#rollNext = true;
      throw error;
    }
    this.#assertInPlace();
    this.#dirty = false;
    this.#position = { segment, offset, sequence, chain };
    return placed;
  }

  /** The next batch begins another segment, unless this one holds nothing yet. */
  closeSegment(): void {
    if (this.#position.offset > segmentHeadBytes) this.#rollNext = true;
  }

  /** Makes the log fit for writing again after a failed write. Throws while that cannot be done. */
  async repair(): Promise<void> {
    this.#assertInPlace();
    if (this.#dirty) {
      await this.#files.ftruncate(this.#descriptor!, this.#position.offset);
      await this.#files.fdatasync(this.#descriptor!);
      this.#dirty = false;
    }
    if (this.#unfinished !== undefined) {
      await this.#files.unlink(this.#unfinished);
      this.#unfinished = undefined;
    }
  }

  /** False when the segment's file is no longer under its name: what is written to it would be lost. */
  isInPlace(): boolean {
    return this.#identity !== undefined && this.#files.identify(this.#path()) === this.#identity;
  }

  async close(): Promise<void> {
    if (this.#descriptor !== undefined) await this.#files.close(this.#descriptor);
    this.#descriptor = undefined;
  }

  #assertInPlace(): void {
    if (this.isInPlace()) return;
    const reason = 'the folder is gone';
    throw new GateError('segment-gone', `The file ${this.#path()} is gone.`, { reason });
  }

  #path(): string {
    return join(this.#folder, segmentName(this.#position.segment));
  }

  async #roll(): Promise<void> {
    const { segment, sequence, chain } = this.#position;
    const path = join(this.#folder, segmentName(segment + 1));
    const descriptor = await this.#files.open(path, 'wx');
    this.#unfinished = path;
    try {
      await this.#writeAll(
        descriptor,
        [writeSegmentHead({ first: sequence, previous: chain }, 'records')],
        0,
      );
      await this.#files.fdatasync(descriptor);
      await this.#files.syncFolder(this.#folder);
    } catch (error) {
      await this.#files.close(descriptor);
      throw error;
    }
    this.#unfinished = undefined;
    const full = this.#descriptor;
    this.#descriptor = descriptor;
    this.#identity = this.#files.identify(path);
    this.#position = { segment: segment + 1, offset: segmentHeadBytes, sequence, chain };
    this.#rollNext = false;
    if (full !== undefined) await this.#files.close(full);
  }

  async #writeAll(descriptor: number, buffers: readonly Uint8Array[], position: number): Promise<void> {
    let rest = [...buffers];
    let at = position;
    while (rest.length > 0) {
      let written = await this.#files.write(descriptor, rest.slice(0, buffersAtOnce), at);
      if (written === 0)
        throw new GateError('disk-full', 'Nothing could be written.', { reason: 'the disk is full' });
      at += written;
      let whole = 0;
      while (whole < rest.length && written >= rest[whole]!.length) {
        written -= rest[whole]!.length;
        whole += 1;
      }
      rest = rest.slice(whole);
      if (written > 0) rest[0] = rest[0]!.subarray(written);
    }
  }
}

/** Frames that lie side by side in memory as one run of bytes: a call for each costs more than the bytes. */
function runsOf(batch: readonly LeafedFrame[]): Buffer[] {
  const runs: Buffer[] = [];
  for (const { frame } of batch) {
    const last = runs.at(-1);
    if (last?.buffer === frame.buffer && last.byteOffset + last.length === frame.byteOffset)
      runs[runs.length - 1] = Buffer.from(frame.buffer, last.byteOffset, last.length + frame.length);
    else runs.push(frame);
  }
  return runs;
}
