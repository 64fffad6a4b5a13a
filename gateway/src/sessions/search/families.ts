import { type AmountColumn, type Column, columnNumber } from './columns.ts';

/** Columns that stand in a family. */
export type FamilyColumn = Exclude<Column, AmountColumn>;

/**
 * Columns whose numbers a chunk keeps together: each different combination of them (a tuple) once, and for each record the
 * number of its tuple. Together stands what depends on each other or has few values, so that there are few tuples. Their
 * order is that in the index: who changes it raises the version of the index.
 */
export const families: readonly (readonly FamilyColumn[])[] = [
  ['identity', 'group'],
  ['connection', 'store', 'collection', 'shownCollection', 'place', 'tenant', 'database', 'namespace'],
  [
    'operation',
    'class',
    'effect',
    'outcome',
    'code',
    'masked',
    'field',
    'client',
    'mode',
    'answer',
    'unmasked',
  ],
  ['rule'],
  ['session'],
];

/** Where a column stands. */
export interface FamilyPlace {
  readonly family: number;
  /** Its position among those of the family. */
  readonly at: number;
}

const places = new Map<FamilyColumn, FamilyPlace>(
  families.flatMap((members, family) => members.map((column, at) => [column, { family, at }] as const)),
);
export const familyPlace = (column: FamilyColumn): FamilyPlace => places.get(column)!;

/** The columns of each family by number. */
export const familyColumns: readonly (readonly number[])[] = families.map((members) =>
  members.map(columnNumber),
);
