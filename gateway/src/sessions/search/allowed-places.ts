import type { DatabaseSync } from 'node:sqlite';
import { columnNumber } from './columns.ts';
import type { PlaceTest } from './record-search.ts';
import { readList } from './term-lists.ts';

/** Numbers of the places that a test allows. */
export const allowedPlaces = (database: DatabaseSync, allows: PlaceTest): number[] =>
  database
    .prepare('SELECT no, list FROM terms WHERE key = ?')
    .all(columnNumber('place'))
    .filter(({ list }) => readList(String(list)).every(allows))
    .map(({ no }) => Number(no));
