import type { KeyObject } from 'node:crypto';
import type { RecordPlace } from '../index/index-queries.ts';
import type { SegmentReader } from '../log/segment-reader.ts';
import { headerBytes, type OpenedPart, openParts, parseHeader } from '../parts/decode-record.ts';
import { partNames } from '../parts/part-names.ts';
import type { PartName, RecordHeader } from '../record.ts';
import type { RecordedDecision } from './export-request.ts';

/** One record of a decision, as it was read. */
export interface ReadRecord {
  readonly place: number;
  readonly header: RecordHeader;
  /** The header's exact bytes. */
  readonly bytes: Buffer;
  readonly parts: Partial<Record<PartName, OpenedPart>>;
}

/** A decision with its records, an intent before its outcome. */
export interface ReadDecision extends RecordedDecision {
  readonly records: readonly ReadRecord[];
}

/** Reads a decision and opens its parts up to that one, in the order of parts. */
export async function readDecision(
  reader: SegmentReader,
  at: RecordPlace,
  keyOf: (session: string) => Promise<KeyObject | undefined>,
  upTo: PartName,
): Promise<ReadDecision> {
  const { segment, place, length, intent } = at;
  const isAlone = intent === undefined || (intent.segment === segment && intent.place === place);
  const places = isAlone ? [{ segment, place, length }] : [intent, { segment, place, length }];
  const records: ReadRecord[] = [];
  const merged: Partial<Record<PartName, Buffer>> = {};
  let forgotten = false;
  for (const one of places) {
    const record = await reader.record(one.segment, one.place, one.length);
    const bytes = headerBytes(record);
    const header = parseHeader(bytes);
    const key = await keyOf(header.session);
    forgotten = key === undefined;
    const last = header.parts.findLast(({ name }) => partNames.indexOf(name) <= partNames.indexOf(upTo));
    const parts = key && last ? openParts(record, header, key, last.name) : {};
    for (const [name, part] of Object.entries(parts)) merged[name as PartName] = part.bytes;
    records.push({ place: one.place, header, bytes, parts });
  }
  const { header } = records.at(-1)!;
  return {
    header: { ...header, outcome: at.outcome as NonNullable<RecordHeader['outcome']> },
    parts: merged,
    forgotten,
    records,
  };
}
