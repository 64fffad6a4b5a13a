import type { Operation } from './operation.ts';
import { none, type Target, unresolved } from './target.ts';

/**
 * Stands where records name a connection and a store when they are about the records themselves: removed, forgotten,
 * looked through. Rules name it as a connection; no configured connection can have it as its name.
 */
export const gateRecords = '(gateway)';

/** What a record is about, as rules of class `review` are asked about it. */
export interface RecordedPlace {
  readonly connection: string;
  readonly store: string;
  /** Every target of the record's operations. None: the request was not understood. */
  readonly targets: readonly Target[];
}

const untold: Target = {
  tenant: unresolved,
  database: unresolved,
  namespace: unresolved,
  collection: unresolved,
};
const nowhere: Target = { tenant: none, database: none, namespace: none, collection: none };

/** Looking at a record of that place, as an operation that policy decides on. Each of its targets must be permitted. */
export const reviewOperation = (name: string, { connection, store, targets }: RecordedPlace): Operation => ({
  store,
  connection,
  name,
  classes: ['review'],
  targets: targets.length > 0 ? targets : [connection === gateRecords ? nowhere : untold],
  records: 1,
  references: [],
  returns: 'all',
});
