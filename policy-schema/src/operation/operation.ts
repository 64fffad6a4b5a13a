import type { Filter, Scalar } from './filter.ts';
import type { OperationClass } from './operation-class.ts';
import type { Target } from './target.ts';

/** A number the caller asked for, with the store's own word for it, which error texts use. */
export interface AskedNumber {
  /** Infinity when the request leaves it out and the store has no default. */
  readonly value: number;
  /** The store's parameter name, e.g. `n_results`. */
  readonly name: string;
  /** False when the request left it out and `value` is the store's default. */
  readonly given: boolean;
}

/** A use of a field's value other than returning it (combining, point 8). */
export interface FieldReference {
  /** A field path, a reserved name, or `all` when the use names no field (text search over everything). */
  readonly field: string | 'all';
  readonly use:
    | 'filter'
    | 'order'
    | 'group'
    | 'facet'
    | 'count'
    | 'rerank'
    | 'prompt'
    | 'text-search'
    | 'write'
    | 'copy'
    | 'similarity';
}

/** What a writing operation puts into the store, as policy asks about it. */
export interface Written {
  /** Paths of all fields that any item sets, reserved names included. */
  readonly fields: readonly string[];
  /** One map per item: scalar metadata as written; undefined values are not in the map. */
  readonly items: readonly Readonly<Record<string, Scalar | readonly Scalar[]>>[];
}

/**
 * One normalised thing that a request asks of a connection: the pipeline's one currency, the same for
 * every store and every transport. Plain data: it survives structuredClone and, bigint apart, JSON.
 * A store folder makes it; policy decides on it; nothing else about the request reaches policy.
 */
export interface Operation {
  readonly store: string;
  readonly connection: string;
  /** The store's own name for it, e.g. Chroma's operationId `collection_query`. */
  readonly name: string;
  /** At least one. A permit must name all of them; other rules match on any. */
  readonly classes: readonly OperationClass[];
  /** At least one. Each is decided on its own, second collections named inside the request included. */
  readonly targets: readonly Target[];
  /**
   * Set on the three operations of class `meta` that any permit on a connection implies
   * (combining, point 4): the handshake of its clients, listing and describing collections.
   */
  readonly implied?: 'handshake' | 'list' | 'describe';
  /** `search`: offset + limit x group size. */
  readonly topK?: AskedNumber;
  /** `scan`: page size. */
  readonly page?: AskedNumber;
  /** Items in this operation: records written, ids fetched, queries in it. The request's sum is limited by `records`. */
  readonly records: number;
  readonly offset?: number;
  /** The ids named by the request, when it names any. Kept out of record headers: they are values. */
  readonly ids?: readonly string[];
  /** The caller's own filter. */
  readonly filter?: Filter;
  readonly references: readonly FieldReference[];
  /** Fields asked for in the answer, reserved names included. */
  readonly returns: 'all' | readonly string[];
  readonly written?: Written;
  /** A new name that this operation gives to a collection (rename, alias, fork, copy): a guard must not be shed by it. */
  readonly renamesTo?: Target;
  /** Dimension of the query vectors, for the record. */
  readonly dimension?: number;
}
