import { type Archive, gapReasons } from '@vectorgate/policy-schema/archive';
import {
  contentTerms,
  type Lookable,
  type LookResult,
  lookBounds,
  lookedInto,
  lookThrough,
  type RecordFacets,
  type RecordsQuery,
  RecordTable,
  readQuery,
  type UnlookedKind,
  withoutContent,
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

/** One that is looked into, with where the next page behind it begins. */
interface LookedAt extends RecordHeader {
  readonly read: NumberedHeader;
  readonly at: number;
}

interface Listed {
  readonly table: RecordTable;
  readonly unreadable: readonly UnreadableStep[];
}

/**
 * Looks for records in an archive by the language of the gateway: what a query finds there, among these records, it finds
 * here; what was masked is what the records say was masked for whoever asked. All headers are read with the first question, and
 * stay at hand.
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
    if (contentTerms(query).length > 0) return this.#findTexts(query, cursor);
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
    if (contentTerms(query).length === 0) return table.facets(query, Date.now());
    const now = Date.now();
    const { found, looked } = await this.#look(query, { before: table.size, now }, Number.POSITIVE_INFINITY);
    const counted = new RecordTable();
    for (const { read } of found.toReversed()) counted.add(read.header, read.number);
    return { ...counted.facets({ terms: [] }, now), looked };
  }

  async #findTexts(query: RecordsQuery, cursor: string): Promise<FoundPage> {
    const { table, unreadable } = await this.#listed();
    const from = cursor === '' ? { before: table.size, now: Date.now() } : readCursor(cursor);
    const { found, looked, last } = await this.#look(query, from, pageSize);
    const records: FoundRecord[] = [];
    for (const { read } of found) records.push(await this.#withReason(read.header));
    return {
      records,
      unreadable,
      looked,
      ...(looked.further && last !== undefined && { next: `${last.at}.${from.now.toString(36)}` }),
    };
  }

  /** Looks into what those ask for whom the other terms hold, within the bounds of one question. */
  async #look(
    query: RecordsQuery,
    { before, now }: { readonly before: number; readonly now: number },
    limit: number,
  ): Promise<LookResult<LookedAt>> {
    const { table } = await this.#listed();
    const others = withoutContent(query);
    const read = this.#read;
    async function* candidates(): AsyncGenerator<LookedAt> {
      let from: number | undefined = before;
      while (from !== undefined) {
        const { ids, at, next } = table.find(others, now, pageSize, from);
        for (const [number, id] of ids.entries()) {
          const one = await read(id);
          if (one !== undefined) yield { ...one.header, read: one, at: at[number]! };
        }
        from = next;
      }
    }
    const turn = new Turn();
    return lookThrough(query, {
      candidates: candidates(),
      open: ({ id }) => this.#open(id, lookedInto(query)),
      pass: () => turn.pass(),
      limit,
    });
  }

  /** What is in the file of what was asked and decided, as whoever had it exported was shown it. */
  async #open(id: string, { texts, filters }: ReturnType<typeof lookedInto>): Promise<Lookable> {
    const record = await this.#archive.record(id).catch(() => undefined);
    if (record === undefined) return { bytes: 0, why: 'damaged' };
    const { operations, request, decision, parts, withheld } = record;
    const wanted = ['operations', ...(texts ? ['request'] : []), ...(filters ? ['decision'] : [])];
    const opened = parts.filter(({ name }) => wanted.includes(name));
    const bytes = opened.reduce((sum, part) => sum + part.bytes.length, 0);
    if (bytes > lookBounds.bytesOfOne) return { bytes, why: 'long' };
    const reasonsOf = (...names: string[]): string[] =>
      withheld.filter(({ part }) => names.includes(part)).map(({ reason }) => reason);
    const asked = opened.filter(({ name }) => name !== 'decision');
    const gaps = reasonsOf('operations', 'request');
    if (texts && asked.length === 0) return { bytes, why: whyNothing(gaps) };
    // What was not understood has no operations, and none are missing.
    const missing = reasonsOf('operations', 'decision');
    if (filters && (decision === undefined || missing.length > 0)) return { bytes, why: whyNothing(missing) };
    // Where there was no body, values may be taken out of the operations with nothing withheld as a whole.
    const isMasked = asked.some(({ name, state }) => name === 'operations' && state === 'masked-again');
    const partly = texts && (gaps.length > 0 || isMasked);
    return { bytes, shown: { operations, request, decision }, partly };
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

/** Why a file has nothing of what was asked: of one who had it exported, or of the records. */
function whyNothing(reasons: readonly string[]): UnlookedKind {
  if (reasons.includes(gapReasons.forgotten)) return 'forgotten';
  const others = reasons.filter((reason) => reason !== gapReasons.leftOut);
  if (others.length === 0) return 'bare';
  return others.every((reason) => reason === gapReasons.damaged) ? 'damaged' : 'withheld';
}

function readCursor(cursor: string): { readonly before: number; readonly now: number } {
  const [, before, now] = /^(\d{1,9})\.([0-9a-z]{1,9})$/.exec(cursor) ?? [];
  if (before !== undefined && now !== undefined)
    return { before: Number(before), now: Number.parseInt(now, 36) };
  throw new ReplayError('failed', 'The next records cannot be found.', 'Look for them again.');
}
