import { frameHeadBytes, readFrameHead, segmentHeadBytes } from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import { readSegments } from '../log/read-segments.ts';
import { endOfRemoved } from '../log/removed-segments.ts';
import type { SegmentReader } from '../log/segment-reader.ts';
import { parseHeader } from '../parts/decode-record.ts';
import type { RecordHeader } from '../record.ts';

/** A place in the log between two records. */
export interface LogPlace {
  /** Number of the record that comes next. */
  readonly sequence: number;
  readonly segment: number;
  readonly offset: number;
}

/** One record of the log: its header, and the exact bytes that its leaf hash covers. */
export interface FollowedRecord {
  readonly sequence: number;
  readonly header: RecordHeader;
  readonly text: string;
}

export interface Followed {
  readonly records: readonly FollowedRecord[];
  /** Behind the last of them. */
  readonly place: LogPlace;
  /** Records that retention took away before they were read. */
  readonly gone: number;
}

/** Reads what is durable in a log, in its order, from a place on. Of a record only its header is read: nothing is opened. */
export class LogFollower {
  readonly #segments: string;
  readonly #end: () => LogPlace;

  /** `end`: where the durable log ends now. */
  constructor(segments: string, end: () => LogPlace) {
    this.#segments = segments;
    this.#end = end;
  }

  /** Where the durable log ends. */
  get end(): LogPlace {
    const { sequence, segment, offset } = this.#end();
    return { sequence, segment, offset };
  }

  /**
   * The records behind `from`, at most so many, and with headers of so many bytes at most, unless the first alone has more.
   * Throws `GateError` code `record-damaged`, `records-damaged` or `log-place`.
   */
  async read(from: LogPlace, most: number, mostBytes = Number.POSITIVE_INFINITY): Promise<Followed> {
    const end = this.end;
    if (from.sequence > end.sequence) throw ahead(from, end);
    if (from.sequence === end.sequence) return { records: [], place: from, gone: 0 };
    const removed = await endOfRemoved(this.#segments);
    const gone = Math.max(0, removed.sequence - from.sequence);
    let place: LogPlace =
      from.segment <= removed.segment
        ? { sequence: removed.sequence, segment: removed.segment + 1, offset: segmentHeadBytes }
        : from;
    const records: FollowedRecord[] = [];
    let held = 0;
    await readSegments(this.#segments, async (reader) => {
      while (records.length < most && place.sequence < end.sequence) {
        if (await this.#isAtEnd(reader, place, end)) {
          place = { ...place, segment: place.segment + 1, offset: segmentHeadBytes };
          continue;
        }
        const start = await reader.bytes(place.segment, place.offset, frameHeadBytes + 4);
        const head = readFrameHead(start, 0);
        if (head === undefined) throw misplaced(place);
        const length = start.readUInt32BE(frameHeadBytes);
        held += length;
        if (held > mostBytes && records.length > 0) break;
        const bytes = await reader.bytes(place.segment, place.offset + frameHeadBytes + 4, length);
        records.push({
          sequence: place.sequence,
          header: parseHeader(bytes),
          text: bytes.toString('utf8'),
        });
        place = {
          sequence: place.sequence + 1,
          segment: place.segment,
          offset: place.offset + frameHeadBytes + head.length,
        };
      }
    });
    return { records, place, gone };
  }

  async #isAtEnd(reader: SegmentReader, place: LogPlace, end: LogPlace): Promise<boolean> {
    return place.segment < end.segment && place.offset >= (await reader.size(place.segment));
  }
}

const misplaced = ({ segment, offset }: LogPlace): GateError =>
  new GateError('record-damaged', `No record begins at byte ${offset} of segment ${segment}.`, {
    segment,
    offset,
  });

const ahead = (from: LogPlace, end: LogPlace): GateError =>
  new GateError(
    'log-place',
    `Record ${from.sequence} was to come next, and the log ends before ${end.sequence}: it is another log.`,
    { sequence: from.sequence, end: end.sequence },
  );
