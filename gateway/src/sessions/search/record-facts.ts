import type { Scope } from '@vectorgate/policy-schema';
import {
  distinct,
  recordFacts,
  type RecordFacts as SearchedFacts,
} from '@vectorgate/policy-schema/records-query';
import type { RecordHeader } from '../record.ts';
import { placeOf, writePlace } from '../review/recorded-place.ts';
import type { TermColumn } from './columns.ts';

/** What can be searched of one record: all of it stands in its header, which carries no values. */
export interface RecordFacts extends Omit<SearchedFacts, 'terms'> {
  /** Texts by column, sorted, each once. */
  readonly terms: Readonly<Record<TermColumn, readonly string[]>>;
}

type Source = Omit<RecordHeader, 'parts' | 'v'>;

const isToldName = (scope: Scope): scope is Scope & { readonly is: 'one' } =>
  scope.is === 'one' && scope.lookedUp !== true;

/** What the index keeps of a record: what a query asks for, and who may know of it. */
export function factsOf(header: Source): RecordFacts {
  const { terms, ...amounts } = recordFacts(header);
  const { decision, operations } = header;
  const shownCollection =
    decision.unseen === true
      ? distinct(
          operations
            .flatMap(({ targets }) => targets.map(({ collection }) => collection))
            .filter(isToldName)
            .map(({ name }) => name),
        )
      : terms.collection;
  return { ...amounts, terms: { ...terms, shownCollection, place: [writePlace(placeOf(header))] } };
}
