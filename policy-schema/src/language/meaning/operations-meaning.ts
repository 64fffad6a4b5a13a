import type { OperationWord } from '../../schema/operations-schema.ts';
import { spoken } from './spoken.ts';

const verbs: Partial<Record<OperationWord, string>> = {
  'delete-bulk': 'bulk-delete',
  schema: 'change the schema of',
  backup: 'back up',
  admin: 'administer',
  meta: 'ask about',
  review: 'review what others did with',
};

/** The operations of a rule as verbs. */
export const operationsMeaning = (words: readonly OperationWord[] | undefined): string =>
  words === undefined ? 'do anything with' : spoken(words.map((word) => verbs[word] ?? word));
