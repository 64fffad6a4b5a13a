import type { Archive } from '@vectorgate/policy-schema/archive';
import {
  type RecordFacets,
  type RecordsQuery,
  RecordTable,
  readQuery,
} from '@vectorgate/policy-schema/records-query';
import { ReplayError } from '../errors/replay-error.ts';
import { isObject } from '../records/is-object.ts';
import type { FoundRecord, RecordHeader } from '../records/record-header.ts';
import type { FoundPage, UnreadableStep } from './archive-messages.ts';
import { Turn } from './turn.ts';

const pageSize = 100;

/** A decision's header, and its number in the log. */
export interface NumberedHeader {
  readonly header: RecordHeader;
  readonly number: number;
}

interface Listed {
  readonly table: RecordTable;
  readonly unreadable: readonly UnreadableStep[];
}

/**
 * Looks for records in an archive by the language of the gateway: what a query finds there, among these records, it finds
 * here. All headers are read with the first question, and stay at hand.
 */
export class ArchiveSearch {
  readonly #archive: Archive;
  readonly #read: (id: string) => Promise<NumberedHeader | undefined>;
  #listing: Promise<Listed> | undefined;

  /** `read` gives the header of a decision that can be shown. */
  constructor(archive: Archive, read: (id: string) => Promise<NumberedHeader | undefined>) {
    this.#archive = archive;
    this.#read = read;
  }

  /**
   * Records that a query finds, the latest first.
   * @param cursor `next` of the page before; empty: the first page
   * @throws QueryError for what is no query
   */
  async find(text: string, cursor: string): Promise<FoundPage> {
    const query = readQuery(text);
    const { table, unreadable } = await this.#listed();
    const from = cursor === '' ? { before: table.size, now: Date.now() } : readCursor(cursor);
    const { ids, next } = table.find(query, from.now, pageSize, from.before);
    const records: FoundRecord[] = [];
    for (const id of ids) {
      const read = await this.#read(id);
      if (read !== undefined) records.push(await this.#withReason(read.header));
    }
    return {
      records,
      unreadable,
      ...(next !== undefined && { next: `${next}.${from.now.toString(36)}` }),
    };
  }

  /** Counts what stands in the records that a query finds. Throws as `find` does. */
  async facets(text: string): Promise<RecordFacets> {
    const query: RecordsQuery = readQuery(text);
    const { table } = await this.#listed();
    return table.facets(query, Date.now());
  }

  #listed(): Promise<Listed> {
    this.#listing ??= this.#list().catch((error: unknown) => {
      // A failure is not kept: looking again reads again.
      this.#listing = undefined;
      throw error;
    });
    return this.#listing;
  }

  async #list(): Promise<Listed> {
    const table = new RecordTable();
    const unreadable: UnreadableStep[] = [];
    const turn = new Turn();
    for (const id of await this.#archive.decisions()) {
      const read = await this.#read(id);
      if (read === undefined) unreadable.push({ id });
      else table.add(read.header, read.number);
      await turn.pass();
    }
    return { table, unreadable };
  }

  /** A refused one with the words that the person read, as the gateway's answers have it. */
  async #withReason(header: RecordHeader): Promise<FoundRecord> {
    if (header.outcome !== 'refused') return header;
    const { decision } = (await this.#archive.record(header.id)) ?? {};
    return isObject(decision) && 'what' in decision && 'next' in decision
      ? { ...header, reason: { what: String(decision.what), next: String(decision.next) } }
      : header;
  }
}

function readCursor(cursor: string): { readonly before: number; readonly now: number } {
  const [, before, now] = /^(\d{1,9})\.([0-9a-z]{1,9})$/.exec(cursor) ?? [];
  if (before !== undefined && now !== undefined)
    return { before: Number(before), now: Number.parseInt(now, 36) };
  throw new ReplayError('failed', 'The next records cannot be found.', 'Look for them again.');
}
