import type { OperationClass } from '../operation/operation-class.ts';

/** Each class of operations, in the words of schemas and hovers. */
export const classWords: Readonly<Record<OperationClass, string>> = {
  search: 'nearest neighbours, text, hybrid',
  fetch: 'read by id',
  scan: 'list, scroll, export',
  aggregate: 'count, facet, group',
  upsert: 'insert or replace records',
  update: 'change existing records',
  delete: 'delete by id',
  'delete-bulk': 'delete by filter, or all',
  schema: 'create, alter, drop, alias a collection',
  backup: 'snapshot and restore',
  admin: 'administer the store',
  meta: 'ask about the store itself',
  review: 'look at what others asked and got, as recorded, under one’s own masks',
};
