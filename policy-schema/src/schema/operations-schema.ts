import * as Type from 'typebox/type';
import type { classGroups, OperationClass } from '../operation/operation-class.ts';
import { choice } from './choice.ts';

/** What `operations` may say: a class, or one of the two collective words. */
export type OperationWord = OperationClass | keyof typeof classGroups;

const word = choice<OperationWord>('A class of operations, or a word for several.', {
  read: 'search, fetch, scan and aggregate',
  write: 'upsert, update and delete',
  search: 'nearest neighbours, text or hybrid search',
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
});

export const operationsSchema = Type.Array(word, {
  minItems: 1,
  uniqueItems: true,
  title: 'Operations',
  description: 'A permit must name all classes of an operation; any other rule matches on one of them.',
});
