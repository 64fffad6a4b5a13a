import {
  recordFacts,
  type RecordFacts as SearchedFacts,
  shownCollections,
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

/** What the index keeps of a record: what a query asks for, and who may know of it. */
export function factsOf(header: Source): RecordFacts {
  const { terms, ...amounts } = recordFacts(header);
  const place = [writePlace(placeOf(header))];
  return { ...amounts, terms: { ...terms, shownCollection: shownCollections(header), place } };
}
