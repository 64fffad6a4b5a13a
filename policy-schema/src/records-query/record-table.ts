import { facetKeys } from './query-keys.ts';
import type { RecordFacets } from './record-facets.ts';
import { type FactKey, type RecordFacts, recordFacts, type SearchedHeader } from './record-facts.ts';
import { type SearchedPerson, type SearchedRecord, type SearchedSession, testOf } from './record-test.ts';
import type { RecordsQuery } from './records-query.ts';
import { type CountedValue, fewValues, toldCount, toldFacet } from './told-facet.ts';

/** A header with what tells records of one person and of one session. */
export interface TabledHeader extends Omit<SearchedHeader, 'who' | 'client'> {
  readonly id: string;
  readonly session: string;
  readonly who: SearchedHeader['who'] & {
    readonly issuer: string;
    readonly subject: string;
    readonly name?: string;
  };
  readonly client: SearchedHeader['client'] & { readonly session?: string };
  /** Present in the record of a note, whose client is none of the session's. */
  readonly note?: unknown;
}

/** Ids of found records, and where the page behind them begins. */
export interface FoundIds {
  readonly ids: readonly string[];
  /** Of each, where a page behind it begins. */
  readonly at: readonly number[];
  readonly next?: number;
}

/**
 * Records at hand that are searched by looking at each, without a database. What a query finds and counts is what the
 * gateway finds and counts among the same records for somebody who may see all of them. Equal texts are kept once, so that
 * 100,000 records take some ten megabytes.
 */
export class RecordTable {
  readonly #ids: string[] = [];
  readonly #records: SearchedRecord[] = [];
  readonly #people = new Map<string, SearchedPerson & { name: string | undefined; named: number }>();
  readonly #sessions = new Map<string, SearchedSession & { kernel: string | undefined }>();
  readonly #lists = new Map<string, readonly string[]>();

  get size(): number {
    return this.#ids.length;
  }

  /**
   * Adds a record: one for each decision, in the order in which they began.
   * @param number of the record in the log: of an intent's outcome it may be higher than of those that began later
   */
  add(header: TabledHeader, number: number): void {
    this.#ids.push(header.id);
    this.#records.push({
      person: this.#person(header.who, number),
      session: this.#session(header),
      facts: this.#shared(recordFacts(header)),
    });
  }

  /**
   * Ids of records that a query finds, the latest first.
   * @param now what "7d" counts from, milliseconds since 1970
   * @param before `next` of the page before
   */
  find(query: RecordsQuery, now: number, limit: number, before: number = this.size): FoundIds {
    const holds = testOf(query, now);
    const ids: string[] = [];
    const places: number[] = [];
    for (let at = Math.min(before, this.size) - 1; at >= 0; at -= 1) {
      if (!holds(this.#records[at]!)) continue;
      if (ids.length === limit) return { ids, at: places, next: at + 1 };
      ids.push(this.#ids[at]!);
      places.push(at);
    }
    return { ids, at: places };
  }

  /** Counts what stands in the records that a query finds. */
  facets(query: RecordsQuery, now: number, most: number = fewValues): RecordFacets {
    const holds = testOf(query, now);
    const found = this.#records.filter(holds);
    return {
      total: toldCount(found.length),
      facets: facetKeys
        .map((key) => toldFacet(key, key === 'who' ? peopleIn(found) : valuesIn(found, key as FactKey), most))
        .filter(({ values }) => values.length > 0),
    };
  }

  /** Somebody is called what they were called last. */
  #person({ issuer, subject, name }: TabledHeader['who'], number: number): SearchedPerson {
    const key = JSON.stringify([issuer, subject]);
    const person = this.#people.get(key) ?? { issuer, subject, name, named: number };
    if (number >= person.named) Object.assign(person, { name, named: number });
    this.#people.set(key, person);
    return person;
  }

  #session({ session: id, client, note }: TabledHeader): SearchedSession {
    const session = this.#sessions.get(id) ?? { id, kernel: undefined };
    if (note === undefined) session.kernel ??= client.session;
    this.#sessions.set(id, session);
    return session;
  }

  #shared({ terms, ...amounts }: RecordFacts): RecordFacts {
    const shared: Partial<Record<FactKey, readonly string[]>> = {};
    for (const [key, list] of Object.entries(terms) as [FactKey, readonly string[]][]) {
      const text = JSON.stringify(list);
      const known = this.#lists.get(text);
      if (known === undefined) this.#lists.set(text, list);
      shared[key] = known ?? list;
    }
    return { ...amounts, terms: shared as RecordFacts['terms'] };
  }
}

function tally<Thing>(things: Iterable<Thing>): Map<Thing, number> {
  const counts = new Map<Thing, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return counts;
}

const peopleIn = (found: readonly SearchedRecord[]): CountedValue[] =>
  [...tally(found.map(({ person }) => person))].map(([{ issuer, subject, name }, count]) => ({
    value: `${issuer}:${subject}`,
    count,
    ...(name !== undefined && { name }),
  }));

function valuesIn(found: readonly SearchedRecord[], key: FactKey): CountedValue[] {
  const counts = new Map<string, number>();
  for (const [list, count] of tally(found.map(({ facts }) => facts.terms[key])))
    for (const value of list) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts].map(([value, count]) => ({ value, count }));
}
