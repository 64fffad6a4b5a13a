import {
  type DecideInput,
  decide,
  every,
  type Identity,
  none,
  type Operation,
  one,
  type PolicySet,
  type Target,
} from '@vectorgate/policy-schema';
import type { StoredPlace } from '../pipeline/store-contents.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import { targetOf } from './place-key.ts';
import type { CatalogueSource } from './store-catalogue.ts';

/** A name that no store has: only a rule about all names is about it. */
const noSuchName = '\u0000';

/**
 * Which collections of a connection a person may know of: those that a list through the gate would hold, and those whose
 * records she may review. Always enforced, on connections that are only watched, too.
 */
export class CatalogueRights {
  readonly #input: Omit<DecideInput, 'operations'>;
  readonly #set: PolicySet;
  readonly #source: CatalogueSource;
  readonly #reader: RecordReaderRights;
  readonly #visible = new Map<string, (collection: string) => boolean>();

  constructor(set: PolicySet, source: CatalogueSource, reader: RecordReaderRights, identity: Identity) {
    this.#set = set;
    this.#source = source;
    this.#reader = reader;
    const { name, people } = source;
    this.#input = { identity, connection: { name, people }, instant: Date.now() };
  }

  /** Whether she may know that there is such a collection. */
  knows(place: StoredPlace): boolean {
    return this.#lists(place) || this.#reader.reviewsPlace(this.recordedAt([place]));
  }

  /**
   * Whether she may know of every collection there may be. That follows from policies alone: it tells nothing of what there
   * is.
   */
  get knowsAll(): boolean {
    const place = { connection: this.#source.name, store: this.#source.store };
    return [every, one(noSuchName)].every((tenant) =>
      [every, one(noSuchName)].every((database) => {
        const target: Target = { tenant, database, namespace: none, collection: every };
        return (
          this.#decide('describe', target).effect === 'allow' ||
          this.#reader.reviewsPlace({ ...place, targets: [target] })
        );
      }),
    );
  }

  /** Why she may not be told the fields of a collection, in words for her; undefined where she may. */
  closes(place: StoredPlace): string | undefined {
    return this.#reader.closesFields(this.recordedAt([place]));
  }

  /** Of which fields of a collection whose fields she is told she gets not so much as the name. */
  drops(place: StoredPlace): (path: string) => boolean {
    return this.#reader.dropsField(this.recordedAt([place]), this.#source.protocol.contents?.otherName);
  }

  /** Places as records of looks at them name them. */
  recordedAt(places: readonly StoredPlace[]) {
    const { name, store } = this.#source;
    return { connection: name, store, targets: places.map(targetOf) };
  }

  #lists({ tenant, database, collection }: StoredPlace): boolean {
    const key = JSON.stringify([tenant, database]);
    let visible = this.#visible.get(key);
    if (visible === undefined) {
      const { effect, operations } = this.#decide('list', {
        ...targetOf({
          ...(tenant !== undefined && { tenant }),
          ...(database !== undefined && { database }),
          collection,
        }),
        collection: every,
      });
      const sees = effect === 'allow' ? operations[0]?.obligations.visible : undefined;
      visible = (name) => sees?.(tenant, database, name) ?? false;
      this.#visible.set(key, visible);
    }
    return visible(collection);
  }

  #decide(implied: NonNullable<Operation['implied']>, target: Target) {
    const { name, store } = this.#source;
    const operation: Operation = {
      ...{ store, connection: name, name: 'catalogue', classes: ['meta'], implied },
      ...{ targets: [target], records: 0, references: [], returns: [] },
    };
    return decide(this.#set, { ...this.#input, operations: [operation] });
  }
}
