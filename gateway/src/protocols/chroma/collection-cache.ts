import type { ChromaContext } from './chroma-operation.ts';

/** A collection as the store itself answered for it. */
export interface BoundCollection {
  readonly id: string;
  readonly tenant: string;
  readonly database: string;
  readonly name: string;
}

/** Milliseconds: a rename that passes by this gateway (a second one, the store's own console) is seen after this time. */
const lifetime = 5_000;
const most = 10_000;
const place = 'chroma.collections';

/**
 * Which tenant, database and name a collection id belongs to. The id alone says nothing: the store serves records of
 * any collection under any tenant's path, so the gateway binds them. Bounded in size and time; emptied by every
 * request that may rename, replace or remove a collection.
 */
export class CollectionCache {
  #epoch = 0;
  /** By id. */
  readonly #entries = new Map<string, { readonly collection: BoundCollection; readonly until: number }>();

  /** The cache of a connection, made on first use. */
  static of(context: ChromaContext): CollectionCache {
    const known = context.memory.get(place);
    if (known instanceof CollectionCache) return known;
    const made = new CollectionCache();
    context.memory.set(place, made);
    return made;
  }

  get(tenant: string, database: string, id: string, now: number): BoundCollection | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const { collection, until } = entry;
    // An id is bound to one place; under any other it is unknown.
    if (collection.tenant !== tenant || collection.database !== database) return undefined;
    // Longer than the lifetime: the clock was set back meanwhile.
    const left = until - now;
    return left > 0 && left <= lifetime ? collection : undefined;
  }

  /** Ask for it before the store is asked: what it answered counts only while this stays the same. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Keeps what the store answered, unless the cache was emptied since `epoch`: the answer may be older than a rename. */
  set(collection: BoundCollection, now: number, epoch: number): void {
    if (epoch !== this.#epoch) return;
    const { id } = collection;
    this.#entries.delete(id);
    if (this.#entries.size >= most) this.#entries.delete(this.#entries.keys().next().value!);
    this.#entries.set(id, { collection, until: now + lifetime });
  }

  clear(): void {
    this.#epoch++;
    this.#entries.clear();
  }
}
