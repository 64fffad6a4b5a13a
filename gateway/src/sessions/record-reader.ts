import type { DatabaseSync } from 'node:sqlite';
import { frameHeadBytes } from '@vectorgate/policy-schema/evidence';
import type { RecordFacets } from '@vectorgate/policy-schema/records-query';
import { GateError } from '../errors/gate-error.ts';
import type { ExportOf } from './export/export-request.ts';
import {
  findRecord,
  findRecordAt,
  findRecords,
  findRecordsOf,
  type Page,
  type RecordFilter,
  type RecordPlace,
} from './index/index-queries.ts';
import type { RecordIndex } from './index/record-index.ts';
import { findSession, findSessions, type SessionScope } from './index/session-queries.ts';
import type { SessionSummary } from './index/session-summary.ts';
import { keyMissing } from './keys/key-missing.ts';
import type { SessionKeys } from './keys/session-keys.ts';
import { readSegments } from './log/read-segments.ts';
import type { SegmentReader } from './log/segment-reader.ts';
import { headerBytes, openParts, parseHeader, sealedBytes } from './parts/decode-record.ts';
import { partNames } from './parts/part-names.ts';
import type { PartName, RecordHeader } from './record.ts';
import { countFacets } from './search/count-facets.ts';
import { findMatching, type SearchPage } from './search/find-matching.ts';
import type { RecordSearch } from './search/record-search.ts';

export interface ShownRecord {
  /** `outcome` is `unknown` where an intent has no outcome. */
  readonly header: RecordHeader;
  /** Plain bytes. A part that only the intent holds is taken from there. */
  readonly parts: Partial<Record<PartName, Buffer>>;
  /** The key of its session was destroyed: the parts cannot be read by anybody. */
  readonly forgotten: boolean;
  /** It has more bytes than were asked for: no part was opened. */
  readonly long?: true;
  /** Bytes that were read for it, parts that nobody asked for included. */
  readonly read: number;
}

/** Reading what was recorded. Everything that was durable when a call began is seen by it. */
export class RecordReader {
  readonly #segments: string;
  readonly #index: RecordIndex;
  readonly #keys: SessionKeys;
  readonly #complete: () => Promise<void>;

  /** `complete` brings the index up to the log. */
  constructor(segments: string, index: RecordIndex, keys: SessionKeys, complete: () => Promise<void>) {
    this.#segments = segments;
    this.#index = index;
    this.#keys = keys;
    this.#complete = complete;
  }

  /** Newest first. */
  async listSessions(
    query: SessionScope & Page = {},
  ): Promise<{ sessions: SessionSummary[]; next?: string }> {
    return this.#ask((database) => findSessions(database, query));
  }

  /** One session, as far as it may be seen. */
  async getSession(id: string, scope: SessionScope = {}): Promise<SessionSummary | undefined> {
    return this.#ask((database) => findSession(database, id, scope));
  }

  /** The newest records first, without a way to the next page. */
  async listRecords(query: RecordFilter & Omit<Page, 'cursor'> = {}): Promise<RecordHeader[]> {
    return (await this.pageRecords(query)).records;
  }

  /** Newest first, page by page. Of a session only its steps: notes beside it are found by a search. */
  async pageRecords(query: RecordFilter & Page = {}): Promise<{ records: RecordHeader[]; next?: string }> {
    const { records, ...rest } = await this.#ask((database) => findRecords(database, query));
    return { records: await this.#headers(records), ...rest };
  }

  /** Records that a query finds, newest first, page by page. */
  async searchRecords(
    search: RecordSearch,
    page: SearchPage,
  ): Promise<{ records: RecordHeader[]; next?: string }> {
    const { places, ...rest } = await this.#ask(async (database) => {
      const { numbers, ...next } = await findMatching(database, this.#index.columns(), search, page);
      const places = numbers.map((number) => findRecordAt(database, number));
      return { places: places.filter((place) => place !== undefined), ...next };
    });
    return { records: await this.#headers(places), ...rest };
  }

  /** Where the decisions lie that are asked for, the oldest first; undefined when there are more than that. */
  protected async exportPlaces(of: ExportOf, most: number): Promise<readonly RecordPlace[] | undefined> {
    const found = await this.#ask(async (database) => {
      if ('session' in of) return findRecordsOf(database, of.session, most + 1);
      const places: RecordPlace[] = [];
      let cursor: string | undefined;
      do {
        const page = await findMatching(database, this.#index.columns(), of.search, { limit: 1_000, cursor });
        for (const number of page.numbers) {
          const place = findRecordAt(database, number);
          if (place !== undefined) places.push(place);
        }
        cursor = page.next;
      } while (cursor !== undefined && places.length <= most);
      return places.reverse();
    });
    return found.length > most ? undefined : found;
  }

  /** What stands in the records that a query finds, and how often. */
  countFacets(search: RecordSearch, { most }: { readonly most?: number } = {}): Promise<RecordFacets> {
    return this.#ask((database) => countFacets(database, this.#index.columns(), search, most));
  }

  async #headers(places: readonly RecordPlace[]): Promise<RecordHeader[]> {
    return readSegments(this.#segments, async (reader) => {
      const records = [];
      for (const at of places) {
        try {
          const bytes = await reader.bytes(at.segment, at.place + frameHeadBytes + 4, at.header);
          records.push(shown(parseHeader(bytes), at));
        } catch (error) {
          // Removed between the index's answer and this: it is in no list any more.
          if (!(error instanceof GateError) || error.code !== 'record-removed') throw error;
        }
      }
      return records;
    });
  }

  /** A record's header: nothing of it is opened. */
  async getHeader(id: string): Promise<RecordHeader | undefined> {
    const at = await this.#ask((database) => findRecord(database, id));
    return at && (await this.#headers([at]))[0];
  }

  /**
   * `upTo`: only the parts up to this one are opened, in the order decision, operations, request, response. `most`: bytes of
   * those parts; a record that has more is `long`, and not opened.
   */
  getRecord(id: string, upTo?: PartName, most?: number): Promise<ShownRecord | undefined> {
    return this.readMany((getRecord) => getRecord(id, upTo, most));
  }

  /**
   * For reading many records: files stay open from one to the next, and are closed when `read` has ended, however it ends. Whoever
   * reads later is refused.
   */
  readMany<Answer>(read: (getRecord: RecordReader['getRecord']) => Promise<Answer>): Promise<Answer> {
    return readSegments(this.#segments, (reader) =>
      read((id, upTo, most) => this.#record(reader, id, upTo, most)),
    );
  }

  async #record(
    reader: SegmentReader,
    id: string,
    upTo?: PartName,
    most: number = Number.POSITIVE_INFINITY,
  ): Promise<ShownRecord | undefined> {
    const at = await this.#ask((database) => findRecord(database, id));
    if (at === undefined) return undefined;
    const frames: Frame[] = [await headOf(reader, at, upTo)];
    const { header } = frames[0]!;
    const key = await this.#keys.read(header.session);
    if (key === undefined && !this.#keys.isForgotten(header.session)) throw keyMissing(header.session);
    if (at.intent !== undefined && at.outcome !== 'unknown')
      frames.unshift(await headOf(reader, at.intent, upTo));
    let read = frames.reduce((sum, { head }) => sum + head, 0);
    const found = { header: shown(header, at), parts: {}, forgotten: key === undefined };
    if (key === undefined) return { ...found, read };
    if (frames.some((frame) => partBytes(frame.header, upTo) > most)) return { ...found, long: true, read };
    const parts: Partial<Record<PartName, Buffer>> = {};
    for (const frame of frames) {
      const record = await recordOf(reader, frame, upTo);
      read += record.length;
      const opened = openParts(record, parseHeader(headerBytes(record)), key, upTo);
      for (const [name, part] of Object.entries(opened)) parts[name as PartName] = part.bytes;
    }
    return { ...found, parts, read };
  }

  /** Asks the index, brought up to the log. One that is damaged is made anew first: the log has it all. */
  async #ask<Answer>(question: (database: DatabaseSync) => Answer | Promise<Answer>): Promise<Answer> {
    try {
      await this.#complete();
      return await question(this.#index.database());
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Made anew while a search was under way: it is asked once more.
      if (code === 'ERR_INVALID_STATE') {
        await this.#complete();
        return question(this.#index.database());
      }
      if (code !== 'ERR_SQLITE_ERROR') throw error;
      this.#index.remake(error);
      await this.#complete();
      return question(this.#index.database());
    }
  }
}

/** A frame of which at least the header was read. */
interface Frame extends Pick<RecordPlace, 'segment' | 'place' | 'length'> {
  readonly header: RecordHeader;
  /** Bytes up to where the parts begin. */
  readonly head: number;
  readonly record?: Buffer;
}

/** Reads a frame; where only some of its parts are wanted, no more than the header, which says how long they are. */
async function headOf(
  reader: SegmentReader,
  { segment, place, length }: Pick<RecordPlace, 'segment' | 'place' | 'length'>,
  upTo: PartName | undefined,
): Promise<Frame> {
  if (upTo === undefined) {
    const record = await reader.record(segment, place, length);
    const bytes = headerBytes(record);
    return { segment, place, length, header: parseHeader(bytes), head: 4 + bytes.length, record };
  }
  const size = (await reader.bytes(segment, place + frameHeadBytes, 4)).readUInt32BE();
  // A length that is not what was written is found out by the frame's own sum.
  if (frameHeadBytes + 4 + size > length) await reader.record(segment, place, length);
  const bytes = await reader.bytes(segment, place + frameHeadBytes + 4, size);
  return { segment, place, length, header: parseHeader(bytes), head: 4 + size };
}

/**
 * The record in a frame, as far as it is needed for its parts up to one. What is left out is the answer, mostly, as long as it
 * is: each chunk proves itself, and the header with it.
 */
async function recordOf(
  reader: SegmentReader,
  { segment, place, length, header, head, record }: Frame,
  upTo: PartName | undefined,
): Promise<Buffer> {
  if (record !== undefined || upTo === undefined) return record ?? reader.record(segment, place, length);
  const needed = head + sealedBytes(header, upTo);
  return frameHeadBytes + needed < length
    ? reader.bytes(segment, place + frameHeadBytes, needed)
    : reader.record(segment, place, length);
}

/** Bytes of the parts up to that one, before they are opened. */
const partBytes = ({ parts }: RecordHeader, upTo: PartName = 'response'): number =>
  parts
    .filter(({ name }) => partNames.indexOf(name) <= partNames.indexOf(upTo))
    .reduce((sum, { size }) => sum + size, 0);

const shown = (header: RecordHeader, { outcome }: RecordPlace): RecordHeader =>
  header.note === undefined
    ? { ...header, outcome: outcome as NonNullable<RecordHeader['outcome']> }
    : header;
