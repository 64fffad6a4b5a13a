/** Columns that hold numbers of the index’s own tables. */
export const tableColumns = ['identity', 'session'] as const;
/** Columns that hold amounts; what a record does not tell is -1. */
export const amountColumns = ['time', 'latency', 'size'] as const;
/** Columns that hold numbers of lists of texts, 0 for the empty one. */
export const termColumns = [
  'connection',
  'store',
  'group',
  'collection',
  /** Without names that whoever asked may not know. */
  'shownCollection',
  'operation',
  'class',
  'effect',
  'outcome',
  'code',
  'rule',
  'masked',
  'field',
  'client',
  'mode',
  /** Connection, store and targets together: what rules of class `review` are asked about. */
  'place',
  'tenant',
  'database',
  'namespace',
  /** Fields and finds of detectors in what was delivered, masked or not. */
  'answer',
  'unmasked',
] as const;

export type AmountColumn = (typeof amountColumns)[number];
export type TermColumn = (typeof termColumns)[number];
export type Column = (typeof tableColumns)[number] | AmountColumn | TermColumn;

/** Their order is that in the index: who changes it raises the version of the index. */
export const columns: readonly Column[] = [...tableColumns, ...amountColumns, ...termColumns];
const numbers = new Map(columns.map((column, number) => [column, number]));
export const columnNumber = (column: Column): number => numbers.get(column)!;
