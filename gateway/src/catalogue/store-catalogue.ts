import type { HttpConnection } from '../engines/http/http-engine.ts';
import type { HttpRequest, HttpResponse } from '../engines/http/http-message.ts';
import type { AskStore, CollectionSample, StoredCollection } from '../pipeline/store-contents.ts';
import { Kept, type Learnt } from './kept.ts';
import { placeKey } from './place-key.ts';

export type CatalogueSource = Pick<HttpConnection, 'name' | 'store' | 'people'> & {
  readonly protocol: Pick<HttpConnection['protocol'], 'contents'>;
  readonly upstream: Pick<HttpConnection['upstream'], 'send'>;
};

/** The collections of a connection, by their places. */
export interface ListedConnection {
  readonly collections: readonly StoredCollection[];
  /** When they were listed, in milliseconds since the epoch. */
  readonly at: number;
  /** There are more than are listed. */
  readonly cut: boolean;
  /** The store did not answer when it was asked last: this is what it said before. */
  readonly stale: boolean;
}

/** Milliseconds. */
const listLifetime = 60_000;
const sampleLifetime = 10 * 60_000;
const patience = { list: 15_000, sample: 5_000 } as const;
/** Collections whose samples are kept. */
const mostSamples = 2_000;

/** What of a collection is known, with or without a look into its records. */
export type Described = Pick<CollectionSample, 'dimension' | 'metric'>;

/**
 * What is in the stores behind the connections, as they tell the gate itself: asked when somebody wants to know, for a
 * bounded time, and kept. Who may know what of it is not asked here.
 */
export class StoreCatalogue {
  readonly #tenants: (connection: string) => readonly string[];
  readonly #lists: Kept<{ readonly collections: readonly StoredCollection[]; readonly cut: boolean }>;
  readonly #descriptions: Kept<Described>;
  readonly #samples: Kept<CollectionSample>;
  /** The last question to each connection: samples are taken one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  /** @param tenants names of tenants that policies use, for stores that do not list theirs */
  constructor(tenants: (connection: string) => readonly string[], now: () => number = Date.now) {
    this.#tenants = tenants;
    this.#lists = new Kept({ lifetime: listLifetime, most: 1_000, now });
    this.#descriptions = new Kept({ lifetime: sampleLifetime, most: mostSamples, now });
    this.#samples = new Kept({ lifetime: sampleLifetime, most: mostSamples, now });
  }

  /** Undefined where the store has no list. Throws `Refusal` where it does not answer and nothing is known from before. */
  async list({ name, protocol, upstream }: CatalogueSource): Promise<ListedConnection | undefined> {
    const { contents } = protocol;
    if (contents === undefined) return undefined;
    const before = this.#lists.known(name);
    try {
      const { value, at } = await this.#lists.get(name, async () => {
        const signal = AbortSignal.timeout(patience.list);
        const ask: AskStore<HttpRequest, HttpResponse> = (question) => upstream.send(question, signal);
        const { collections, cut } = await contents.list(ask, this.#tenants(name));
        const byKey = new Map(collections.map((one) => [placeKey(one), one]));
        return { collections: [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one), cut };
      });
      return { ...value, at, stale: false };
    } catch (error) {
      if (before === undefined) throw error;
      return { ...before.value, at: before.at, stale: true };
    }
  }

  /** What a collection is made for. */
  describe(source: CatalogueSource, collection: StoredCollection): Promise<Learnt<Described>> {
    return this.#descriptions.get(keyOf(source, collection), () =>
      source.protocol.contents!.describe(this.#ask(source), collection),
    );
  }

  /** Whether a sample is there that no store has to be asked for. */
  hasSample(source: CatalogueSource, collection: StoredCollection): boolean {
    return this.#samples.fresh(keyOf(source, collection)) !== undefined;
  }

  /** Looks into a collection, or tells what an earlier look saw. */
  sample(source: CatalogueSource, collection: StoredCollection): Promise<Learnt<CollectionSample>> {
    return this.#samples.get(keyOf(source, collection), () =>
      this.#inTurn(source.name, () => source.protocol.contents!.sample(this.#ask(source), collection)),
    );
  }

  #ask({ upstream }: CatalogueSource): AskStore<HttpRequest, HttpResponse> {
    const signal = AbortSignal.timeout(patience.sample);
    return (question) => upstream.send(question, signal);
  }

  async #inTurn<Value>(connection: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.#turns.get(connection) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(connection, turn);
    return turn;
  }
}

const keyOf = ({ name }: CatalogueSource, collection: StoredCollection): string =>
  `${name}\n${collection.id ?? ''}\n${placeKey(collection)}`;
