/** A collection by the names that policies use. */
export interface StoredPlace {
  readonly tenant?: string;
  readonly database?: string;
  readonly collection: string;
}

/** A collection as the store tells of it: nothing out of its records. */
export interface StoredCollection extends StoredPlace {
  /** By which the store's own calls name it, where that is not its name. */
  readonly id?: string;
  readonly dimension?: number;
  /** How near is measured, in the store's own word. */
  readonly metric?: string;
}

export interface StoredCollections {
  readonly collections: readonly StoredCollection[];
  /** There are more than are told here. */
  readonly cut: boolean;
}

/** The types that a field's values have, in the words of policies. */
export type FieldType = 'string' | 'number' | 'boolean' | 'list' | 'map';

/** A field as it was met: its name, its types, and in how many of the records. Never a value, nor how long one is. */
export interface SampledField {
  readonly path: string;
  /** The most frequent one first. Empty: only `null` was met. */
  readonly types: readonly FieldType[];
  /** Records that have it. */
  readonly records: number;
}

/** What a look into a collection gave. */
export interface CollectionSample {
  readonly dimension?: number;
  readonly metric?: string;
  /** Records in the collection, as its store counts them. */
  readonly count?: number;
  /** Records that were looked at. */
  readonly sampled: number;
  readonly fields: readonly SampledField[];
}

/** How the store is asked: each question within the time that is left. */
export type AskStore<Request, Response> = (question: Request) => Promise<Response>;

/**
 * How a store tells what is in it, for whoever writes policies. What is asked here are the gate's own questions: nothing of
 * an answer reaches a caller but names, types and counts.
 */
export interface StoreContents<Request, Response> {
  /** @param tenants names under which to look, for a store that does not list its tenants */
  list(ask: AskStore<Request, Response>, tenants: readonly string[]): Promise<StoredCollections>;
  /** What a collection is made for, without a look into its records. */
  describe(
    ask: AskStore<Request, Response>,
    collection: StoredCollection,
  ): Promise<Pick<CollectionSample, 'dimension' | 'metric'>>;
  /** Looks at a bounded number of records. Throws `Refusal` where the store does not answer as it should. */
  sample(ask: AskStore<Request, Response>, collection: StoredCollection): Promise<CollectionSample>;
  /** The reserved name by which policies know a field of a sample too; absent where the store has none among its fields. */
  readonly otherName?: (path: string) => string | undefined;
}
