import type { RecordedPlace, Scope, Target } from '@vectorgate/policy-schema';
import type { RecordHeader } from '../record.ts';

type Source = Pick<RecordHeader, 'connection' | 'store'> & {
  readonly operations: readonly { readonly targets: readonly Target[] }[];
};

/** How a name was come by is nothing to rules. */
const plain = (scope: Scope): Scope => (scope.is === 'one' ? { is: 'one', name: scope.name } : scope);
const plainTarget = ({ tenant, database, namespace, collection }: Target): Target => ({
  tenant: plain(tenant),
  database: plain(database),
  namespace: plain(namespace),
  collection: plain(collection),
});

/** What a record is about: each target once, in an order of its own, so that equal places are written alike. */
export function placeOf({ connection, store, operations }: Source): RecordedPlace {
  const targets = new Map<string, Target>();
  for (const { targets: own } of operations) {
    for (const target of own) {
      const one = plainTarget(target);
      targets.set(JSON.stringify(one), one);
    }
  }
  const sorted = [...targets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target);
  return { connection, store, targets: sorted };
}

/** A place as the index keeps it. */
export const writePlace = (place: RecordedPlace): string => JSON.stringify(place);
export const readPlace = (text: string): RecordedPlace => JSON.parse(text) as RecordedPlace;
