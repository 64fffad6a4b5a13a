import type { DatabaseSync } from 'node:sqlite';
import { ColumnStore } from './column-store.ts';
import { amountColumns, columnNumber, columns, termColumns } from './columns.ts';
import type { RecordFacts } from './record-facts.ts';
import { TermLists } from './term-lists.ts';

const identityColumn = columnNumber('identity');
const sessionColumn = columnNumber('session');
const amounts = amountColumns.map((column) => [column, columnNumber(column)] as const);
const terms = termColumns.map((column) => [column, columnNumber(column)] as const);

/** Writes what can be searched of each record, within the transaction of whoever calls. */
export class SearchWriter {
  readonly columns: ColumnStore;
  readonly #lists: TermLists;
  readonly #row = new Float64Array(columns.length);

  constructor(database: DatabaseSync, cacheBytes?: number) {
    this.columns = new ColumnStore(database, cacheBytes);
    this.#lists = new TermLists(database);
  }

  set(record: number, identity: number, session: number, facts: RecordFacts): void {
    const row = this.#row;
    row[identityColumn] = identity;
    row[sessionColumn] = session;
    for (const [name, column] of amounts) row[column] = facts[name];
    for (const [name, column] of terms) row[column] = this.#lists.number(name, facts.terms[name]);
    this.columns.set(record, row);
  }

  /** The number of the place that a record is about. */
  place(facts: RecordFacts): number {
    return this.#lists.number('place', facts.terms.place);
  }

  /** Ends a transaction’s work. */
  flush(): void {
    this.columns.flush();
    this.#lists.trim();
  }
}
