import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { columnNumber, type TermColumn } from './columns.ts';

/** Lists whose numbers are kept in memory. */
const kept = 20_000;

/** A list as the index keeps it: a lone text as it is, where it cannot be taken for more. */
const written = (texts: readonly string[]): string =>
  texts.length === 1 && !texts[0]!.startsWith('[') ? texts[0]! : JSON.stringify(texts);

export const readList = (text: string): readonly string[] =>
  text.startsWith('[') ? (JSON.parse(text) as string[]) : [text];

/** Gives every list of texts a number, from 1 on in each column. Records have few different ones. */
export class TermLists {
  readonly #find: StatementSync;
  readonly #next: StatementSync;
  readonly #add: StatementSync;
  readonly #known = new Map<TermColumn, Map<string, number>>();
  #size = 0;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT no FROM terms WHERE key = ? AND list = ?');
    this.#next = database.prepare('SELECT coalesce(max(no), 0) + 1 AS no FROM terms WHERE key = ?');
    this.#add = database.prepare('INSERT INTO terms (key, no, list) VALUES (?, ?, ?)');
  }

  number(column: TermColumn, texts: readonly string[]): number {
    if (texts.length === 0) return 0;
    const text = written(texts);
    const known = this.#known.get(column) ?? new Map<string, number>();
    this.#known.set(column, known);
    let number = known.get(text);
    if (number === undefined) {
      number = this.#look(columnNumber(column), text);
      known.set(text, number);
      this.#size += 1;
    }
    return number;
  }

  /** Forgets what is in memory once that is much: anybody can make up names. */
  trim(): void {
    if (this.#size <= kept) return;
    this.#known.clear();
    this.#size = 0;
  }

  #look(key: number, text: string): number {
    const found = this.#find.get(key, text);
    if (found !== undefined) return Number(found.no);
    const number = Number(this.#next.get(key)!.no);
    this.#add.run(key, number, text);
    return number;
  }
}
