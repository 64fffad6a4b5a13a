import { sameBytes } from '../tree/same-bytes.ts';
import { leafHash } from '../tree/tree-hash.ts';
import { chainHash, chainStart } from './chain-hash.ts';
import type { LogBreak, LogEntry } from './log-entry.ts';
import { chainOf, frameHeadBytes, frameLength, headerOf, isIntact } from './read-frame.ts';
import type { RecordsSource } from './records-source.ts';
import { readSegmentHead, segmentHeadBytes } from './segment-head.ts';
import { type ListedSegment, listSegments } from './segment-list.ts';

/** Bytes that are read at once. */
const window = 4 * 1024 * 1024;
/** How often the end of a log that is being written is read again. */
const mostLooks = 5;

/**
 * Reads a log from its first record to its last, each checked to follow the one before. Stops where that cannot be
 * shown any more: `broken` says where and why.
 */
export class LogScan {
  readonly #source: RecordsSource;
  readonly #settle: (() => Promise<void>) | undefined;
  #index = 0;
  #chain: Uint8Array = chainStart;
  /** Why and where the scan ended early. */
  broken: LogBreak | undefined;
  /** Segments that were read, removed ones included. */
  segments = 0;
  /** Number of the last segment of which only leaf hashes are there; and the records of all such. */
  removed = { segments: 0, records: 0 };

  /** `settle` waits a moment for a gateway that is just writing; absent for a log that nobody writes. */
  constructor(source: RecordsSource, settle?: () => Promise<void>) {
    this.#source = source;
    this.#settle = settle;
  }

  /** Records so far. */
  get records(): number {
    return this.#index;
  }

  /** Chain hash of the last record so far. */
  get chain(): Uint8Array {
    return this.#chain;
  }

  async *entries(): AsyncGenerator<LogEntry, void, void> {
    const all = await listSegments(this.#source);
    for (const [at, segment] of all.entries()) {
      if (segment.number !== at + 1) {
        const missing = segment.name.replace(/^\d+\.\w+/, `${String(at + 1).padStart(12, '0')}.segment`);
        this.#break(missing, 0, 'the segment is missing');
        return;
      }
      this.segments += 1;
      if (segment.removed) yield* this.#leaves(segment);
      else yield* this.#frames(segment, at === all.length - 1);
      if (this.broken !== undefined) return;
    }
  }

  async #head(segment: ListedSegment): Promise<boolean> {
    const bytes = await this.#source.read(segment.path, 0, segmentHeadBytes);
    const head = readSegmentHead(bytes, segment.removed ? 'leaves' : 'records');
    if (head === undefined) this.#break(segment.name, 0, 'the head of the file is damaged');
    else if (head.first !== this.#index || !sameBytes(head.previous, this.#chain))
      this.#break(segment.name, 0, 'the file does not continue the one before');
    return this.broken === undefined;
  }

  async *#leaves(segment: ListedSegment): AsyncGenerator<LogEntry, void, void> {
    if (!(await this.#head(segment))) return;
    const size = await this.#source.size(segment.path);
    const bytes = await this.#source.read(segment.path, segmentHeadBytes, size - segmentHeadBytes);
    if (bytes.length === 0 || bytes.length % 32 !== 0) {
      this.#break(segment.name, size, 'the file ends inside a leaf hash');
      return;
    }
    for (let at = 0; at < bytes.length; at += 32) {
      const leaf = bytes.slice(at, at + 32);
      this.#chain = chainHash(this.#chain, leaf);
      yield { index: this.#index++, segment: segment.name, offset: segmentHeadBytes + at, leaf };
    }
    this.removed = { segments: segment.number, records: this.#index };
  }

  async *#frames(segment: ListedSegment, last: boolean): AsyncGenerator<LogEntry, void, void> {
    if (!(await this.#head(segment))) return;
    let offset = segmentHeadBytes;
    let base = offset;
    let bytes = new Uint8Array();
    const have = async (length: number): Promise<boolean> => {
      if (offset - base + length <= bytes.length) return true;
      base = offset;
      bytes = Uint8Array.from(await this.#source.read(segment.path, offset, Math.max(length, window)));
      return length <= bytes.length;
    };
    /** Whether a whole frame is there, now or after a moment. */
    const whole = async (): Promise<Uint8Array | undefined> => {
      for (let look = 0; ; look += 1) {
        if (await have(frameHeadBytes)) {
          const length = frameLength(bytes.subarray(offset - base));
          if (length !== undefined && (await have(length)))
            return bytes.subarray(offset - base, offset - base + length);
        } else if (bytes.length === offset - base) {
          return undefined;
        }
        if (!last || this.#settle === undefined || look === mostLooks) {
          const torn = last && endsInside(bytes.subarray(offset - base));
          this.#break(
            segment.name,
            offset,
            torn ? 'the file ends inside a record' : 'no record begins here',
            { torn },
          );
          return undefined;
        }
        await this.#settle();
        bytes = new Uint8Array();
      }
    };
    for (let frame = await whole(); frame !== undefined; frame = await whole()) {
      const header = headerOf(frame);
      const intact = isIntact(frame);
      const leaf = header && leafHash(header);
      const chain = leaf && chainHash(this.#chain, leaf);
      if (chain === undefined || !sameBytes(chain, chainOf(frame))) {
        const reason = intact ? 'the record does not follow the one before' : 'the record is damaged';
        this.#break(segment.name, offset, reason, { frame });
        return;
      }
      this.#chain = chain;
      yield {
        index: this.#index++,
        segment: segment.name,
        offset,
        leaf: leaf!,
        header: header!,
        ...(!intact && { partsDamaged: true }),
      };
      offset += frame.length;
    }
  }

  #break(
    segment: string,
    offset: number,
    reason: string,
    { frame, torn = false }: { readonly frame?: Uint8Array; readonly torn?: boolean } = {},
  ): void {
    const text =
      frame && new TextDecoder().decode(frame.subarray(frameHeadBytes, frameHeadBytes + 64 * 1024));
    const id = /"id":"([0-9A-HJKMNP-TV-Z]{26})"/.exec(text ?? '')?.[1];
    this.broken = {
      index: this.#index,
      segment,
      offset,
      reason,
      ...(torn && { torn }),
      ...(id !== undefined && { id }),
    };
  }
}

/** Whether the last bytes of a file are the beginning of a frame. */
const endsInside = (bytes: Uint8Array): boolean => {
  const length = bytes.length < frameHeadBytes ? undefined : frameLength(bytes);
  return bytes.length < frameHeadBytes || (length !== undefined && bytes.length < length);
};
