import type { classGroups, OperationClass } from '../operation/operation-class.ts';
import { choice } from './choice.ts';
import { classWords } from './class-words.ts';
import * as Type from './type.ts';

/** What `operations` may say: a class, or one of the two collective words. */
export type OperationWord = OperationClass | keyof typeof classGroups;

const word = choice<OperationWord>('A class of operations, or a word for several.', {
  read: 'search, fetch, scan and aggregate',
  write: 'upsert, update and delete',
  ...classWords,
});

export const operationsSchema = Type.Array(word, {
  minItems: 1,
  uniqueItems: true,
  title: 'Operations',
  description: 'A permit must name all classes of an operation; any other rule matches on one of them.',
});
