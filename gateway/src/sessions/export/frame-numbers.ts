import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  frameHeadBytes,
  readFrameHead,
  readSegmentHead,
  segmentHeadBytes,
} from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import { segmentName } from '../log/segment-files.ts';

const window = 4 * 1024 * 1024;

/** Numbers of records by where they lie: counted through the segment, which is read once. */
export class FrameNumbers {
  readonly #folder: string;
  #counted: { readonly segment: number; readonly numbers: ReadonlyMap<number, number> } | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** To be asked in the order of segments. Rejects with `GateError` code `record-damaged`. */
  async at(segment: number, place: number): Promise<number> {
    let number = this.#counted?.segment === segment ? this.#counted.numbers.get(place) : undefined;
    if (number === undefined) {
      this.#counted = { segment, numbers: await count(join(this.#folder, segmentName(segment))) };
      number = this.#counted.numbers.get(place);
    }
    if (number !== undefined) return number;
    throw new GateError(
      'record-damaged',
      `A record is damaged: segment ${segmentName(segment)}, byte ${place}. Run vectorgate-gateway verify.`,
      { segment: segmentName(segment), offset: place },
    );
  }
}

async function count(path: string): Promise<ReadonlyMap<number, number>> {
  const numbers = new Map<number, number>();
  const handle = await open(path, 'r');
  try {
    let bytes: Buffer = Buffer.alloc(0);
    let base = 0;
    const have = async (at: number, length: number): Promise<Buffer | undefined> => {
      if (at < base || at + length > base + bytes.length) {
        const read = await handle.read(Buffer.allocUnsafe(window), 0, window, at);
        bytes = read.buffer.subarray(0, read.bytesRead);
        base = at;
      }
      return length > bytes.length - (at - base) ? undefined : bytes.subarray(at - base, at - base + length);
    };
    const first = await have(0, segmentHeadBytes);
    let number = (first && readSegmentHead(first, 'records')?.first) ?? 0;
    for (let at = segmentHeadBytes; ; number += 1) {
      const head = await have(at, frameHeadBytes);
      const length = head && readFrameHead(head, 0)?.length;
      if (length === undefined) return numbers;
      numbers.set(at, number);
      at += frameHeadBytes + length;
    }
  } finally {
    await handle.close();
  }
}
