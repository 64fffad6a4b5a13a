/** What kind of thing an operation does; the vocabulary of `operations` in a rule. */
export const operationClasses = [
  'search',
  'fetch',
  'scan',
  'aggregate',
  'upsert',
  'update',
  'delete',
  'delete-bulk',
  'schema',
  'backup',
  'admin',
  'meta',
  'review',
] as const;

export type OperationClass = (typeof operationClasses)[number];

/** The two collective words a rule may use for classes. There is no word for everything. */
export const classGroups = {
  read: ['search', 'fetch', 'scan', 'aggregate'],
  write: ['upsert', 'update', 'delete'],
} as const satisfies Record<string, readonly OperationClass[]>;

/** Classes that change what a store holds: an intent record precedes them. */
export const changingClasses: ReadonlySet<OperationClass> = new Set([
  'upsert',
  'update',
  'delete',
  'delete-bulk',
  'schema',
  'backup',
  'admin',
]);
