import { sameBytes } from '../tree/same-bytes.ts';
import { chainStart } from './chain-hash.ts';
import type { LogBreak, LogEntry } from './log-entry.ts';
import { type LogHashes, scriptHashes } from './log-hashes.ts';
import { frameHeadBytes } from './read-frame.ts';
import type { RecordsSource } from './records-source.ts';
import { readSegmentHead, segmentHeadBytes } from './segment-head.ts';
import { type ListedSegment, listSegments } from './segment-list.ts';
import { FrameWalk } from './walk-frames.ts';

/**
 * Reads a log from its first record to its last, each checked to follow the one before. Stops where that cannot be
 * shown any more: `broken` says where and why.
 */
export class LogScan {
  readonly #source: RecordsSource;
  readonly #settle: (() => Promise<void>) | undefined;
  readonly #hashes: LogHashes;
  #index = 0;
  #chain: Uint8Array = chainStart;
  /** Why and where the scan ended early. */
  broken: LogBreak | undefined;
  /** Behind the last record of the last segment that was read. */
  end: { readonly segment: string; readonly offset: number } | undefined;
  /** Segments that were read, removed ones included. */
  segments = 0;
  /** Number of the last segment of which only leaf hashes are there; and the records of all such. */
  removed = { segments: 0, records: 0 };

  /** `settle` waits a moment for a gateway that is just writing; absent for a log that nobody writes. */
  constructor(source: RecordsSource, settle?: () => Promise<void>, hashes = scriptHashes) {
    this.#source = source;
    this.#hashes = hashes;
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
      this.#chain = this.#hashes.chain(this.#chain, leaf);
      yield { index: this.#index++, segment: segment.name, offset: segmentHeadBytes + at, leaf };
    }
    this.removed = { segments: segment.number, records: this.#index };
  }

  async *#frames(segment: ListedSegment, last: boolean): AsyncGenerator<LogEntry, void, void> {
    if (!(await this.#head(segment))) return;
    const walk = new FrameWalk(
      (offset, length) => this.#source.read(segment.path, offset, length),
      { offset: segmentHeadBytes, index: this.#index, chain: this.#chain },
      this.#hashes,
      last ? this.#settle : undefined,
    );
    for await (const { index, offset, frame, header, leaf, chain, intact } of walk.frames()) {
      this.#index = index + 1;
      this.#chain = chain;
      const record = frame.subarray(frameHeadBytes);
      yield {
        index,
        segment: segment.name,
        offset,
        leaf,
        header,
        record,
        ...(!intact && { partsDamaged: true }),
      };
    }
    this.end = { segment: segment.name, offset: walk.offset };
    if (walk.stop === undefined) return;
    const { reason, frame, torn } = walk.stop;
    this.#break(segment.name, walk.offset, reason, { ...(frame && { frame }), torn: torn && last });
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
