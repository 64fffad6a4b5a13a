import { sameBytes } from '../tree/same-bytes.ts';
import type { LogHashes } from './log-hashes.ts';
import { chainOf, frameHeadBytes, headerIn, isIntact, readFrameHead } from './read-frame.ts';

/** A whole frame that follows the one before. */
export interface WalkedFrame {
  /** Number of its record in the log, from 0. */
  readonly index: number;
  /** Byte in the segment where it begins. */
  readonly offset: number;
  /** All of it. A view that holds until the next one. */
  readonly frame: Uint8Array;
  readonly header: Uint8Array;
  readonly leaf: Uint8Array;
  readonly chain: Uint8Array;
  /** False: its header is as it was chained, and the rest is not. */
  readonly intact: boolean;
}

/** Why a walk ended before the end of the file. */
export interface WalkStop {
  /** `bytes`: they are no whole record, as after a crash or damage. `order`: whole, but not what belongs there. */
  readonly kind: 'bytes' | 'order';
  readonly reason: string;
  /** The file just ends inside a record: as a crash leaves it, or a copy made while somebody wrote. */
  readonly torn: boolean;
  /** What stands there, where it is a frame. */
  readonly frame?: Uint8Array;
}

/** Bytes of a segment: so many, or as many as there are, whatever a damaged frame says of its length. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

/** Bytes that are read at once. */
const window = 4 * 1024 * 1024;
/** How often the end of a log that is being written is read again. */
const mostLooks = 5;

/**
 * Goes through the frames of one segment, each checked to be whole and to follow the one before. The one reader of the
 * format: the gateway opens its log by it, and whoever verifies reads by it.
 */
export class FrameWalk {
  readonly #read: ReadBytes;
  readonly #hashes: LogHashes;
  readonly #settle: (() => Promise<void>) | undefined;
  #bytes: Uint8Array = new Uint8Array();
  #base: number;
  /** Behind the last good frame: where it ends, how many records there are, the last one's chain hash. */
  offset: number;
  index: number;
  chain: Uint8Array;
  /** Undefined at the end of the file. */
  stop: WalkStop | undefined;

  /** `settle` waits a moment for somebody who is just writing; absent for a segment that nobody writes. */
  constructor(
    read: ReadBytes,
    from: { readonly offset: number; readonly index: number; readonly chain: Uint8Array },
    hashes: LogHashes,
    settle?: () => Promise<void>,
  ) {
    this.#read = read;
    this.#hashes = hashes;
    this.#settle = settle;
    this.#base = from.offset;
    this.offset = from.offset;
    this.index = from.index;
    this.chain = from.chain;
  }

  async *frames(): AsyncGenerator<WalkedFrame, void, void> {
    for (let frame = await this.#whole(); frame !== undefined; frame = await this.#whole()) {
      const header = headerIn(frame.subarray(frameHeadBytes));
      const intact = isIntact(frame, this.#hashes.crc32);
      const leaf = header && this.#hashes.leaf(header);
      const chain = leaf && this.#hashes.chain(this.chain, leaf);
      if (
        header === undefined ||
        leaf === undefined ||
        chain === undefined ||
        !sameBytes(chain, chainOf(frame))
      ) {
        const reason = intact ? 'the record does not follow the one before' : 'the record is damaged';
        this.stop = { kind: intact ? 'order' : 'bytes', reason, torn: false, frame };
        return;
      }
      const { offset, index } = this;
      this.chain = chain;
      this.offset += frame.length;
      this.index += 1;
      yield { index, offset, frame, header, leaf, chain, intact };
    }
  }

  /** The next frame, now or after a moment; undefined at the end, and where none stands. */
  async #whole(): Promise<Uint8Array | undefined> {
    for (let look = 0; ; look += 1) {
      if (await this.#have(frameHeadBytes)) {
        const head = readFrameHead(this.#rest());
        if (head !== undefined && (await this.#have(frameHeadBytes + head.length)))
          return this.#rest().subarray(0, frameHeadBytes + head.length);
      } else if (this.#rest().length === 0) {
        return undefined;
      }
      if (this.#settle === undefined || look === mostLooks) {
        const torn = endsInside(this.#rest());
        const reason = torn ? 'the file ends inside a record' : 'no record begins here';
        this.stop = { kind: 'bytes', reason, torn };
        return undefined;
      }
      await this.#settle();
      this.#bytes = new Uint8Array();
    }
  }

  #rest(): Uint8Array {
    return this.#bytes.subarray(this.offset - this.#base);
  }

  async #have(length: number): Promise<boolean> {
    if (this.offset - this.#base + length <= this.#bytes.length) return true;
    this.#base = this.offset;
    this.#bytes = await this.#read(this.offset, Math.max(length, window));
    return length <= this.#bytes.length;
  }
}

/** Whether the last bytes of a file are the beginning of a frame. */
const endsInside = (bytes: Uint8Array): boolean => {
  if (bytes.length < frameHeadBytes) return true;
  const head = readFrameHead(bytes);
  return head !== undefined && bytes.length < frameHeadBytes + head.length;
};
