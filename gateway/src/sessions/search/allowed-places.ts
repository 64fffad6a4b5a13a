import type { DatabaseSync } from 'node:sqlite';
import { readPlace } from '../review/recorded-place.ts';
import { columnNumber } from './columns.ts';
import type { PlaceTest } from './record-search.ts';
import { readList } from './term-lists.ts';

/** Numbers of the places that a test allows. */
export const allowedPlaces = (database: DatabaseSync, allows: PlaceTest): number[] =>
  database
    .prepare('SELECT no, list FROM terms WHERE key = ?')
    .all(columnNumber('place'))
    .filter(({ list }) => readList(String(list)).every((text) => allows(readPlace(text))))
    .map(({ no }) => Number(no));
