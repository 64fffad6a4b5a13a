import type { WantedFields } from '../../language/wanted-fields.ts';
import type { CatalogDocument } from '../../schema/catalog-schema.ts';
import { gatherCatalogue } from './gather-catalogue.ts';

/** What a gateway told one person, and for which places it was asked for fields. */
export interface KeptCatalogue {
  /** The sign-in that it was told to: nobody else is shown it. */
  readonly session: string;
  readonly document: CatalogDocument;
  readonly asked: readonly string[];
}

/** Where an editor keeps a catalogue over restarts. */
export interface CatalogueStore {
  /** What is kept for a sign-in; undefined where there is nothing, or nothing that can be read. */
  read(session: string): Promise<KeptCatalogue | undefined>;
  write(kept: KeptCatalogue): Promise<void>;
  forget(): Promise<void>;
}

/** Who is signed in where, and how the gateway is asked. */
export interface CatalogueWorld {
  readonly session: string | undefined;
  readonly gateway: string;
  ask(path: string): Promise<unknown>;
  now(): number;
}

/** What is known, for whoever shows it. */
export interface CatalogueStanding {
  readonly signedIn: boolean;
  readonly busy: boolean;
  /** Milliseconds since the epoch; undefined when nothing is known. */
  readonly taken: number | undefined;
  readonly trouble: string | undefined;
}

/** Milliseconds after which names are asked for again by themselves. Fields are only when new ones matter, or on request. */
const lifetime = 15 * 60_000;
/** After trouble nothing is asked by itself for so long. */
const rest = 60_000;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const keyOf = ({ connection, collections }: WantedFields): string => `${connection}\n${collections}`;

/** What the gateway tells of what exists: asked for while policies are open, kept with its age, and there without the gateway. */
export class LiveCatalogue {
  readonly #world: CatalogueWorld;
  readonly #store: CatalogueStore;
  readonly #told: (document: CatalogDocument | undefined) => void;
  readonly #changed: () => void;
  #wanted: readonly WantedFields[] = [];
  #kept: KeptCatalogue | undefined;
  #read: string | undefined;
  #working: Promise<void> | undefined;
  #trouble: { readonly text: string; readonly at: number } | undefined;

  /**
   * @param told what is known now; undefined: nothing
   * @param changed something of `standing` changed
   */
  constructor(
    world: CatalogueWorld,
    store: CatalogueStore,
    told: (document: CatalogDocument | undefined) => void,
    changed: () => void,
  ) {
    this.#world = world;
    this.#store = store;
    this.#told = told;
    this.#changed = changed;
  }

  get standing(): CatalogueStanding {
    const taken = Date.parse(this.#kept?.document.metadata?.taken ?? '');
    return {
      signedIn: this.#world.session !== undefined,
      busy: this.#working !== undefined,
      taken: Number.isNaN(taken) ? undefined : taken,
      trouble: this.#trouble?.text,
    };
  }

  /** Collections that open policies are about now. */
  want(wanted: readonly WantedFields[]): Promise<void> {
    this.#wanted = wanted;
    return this.look();
  }

  /** Asks the gateway for what is missing or too old. */
  look(): Promise<void> {
    return this.#work(false);
  }

  /** Asks the gateway for everything anew. */
  refresh(): Promise<void> {
    return this.#work(true);
  }

  async #work(all: boolean): Promise<void> {
    // One after the other: what was wanted meanwhile is looked for behind it.
    while (this.#working !== undefined) await this.#working;
    this.#working = this.#lookOnce(all).finally(() => {
      this.#working = undefined;
      this.#changed();
    });
    return this.#working;
  }

  async #lookOnce(all: boolean): Promise<void> {
    const { session, gateway } = this.#world;
    if (session !== this.#read) await this.#turnTo(session);
    if (session === undefined) return;
    const now = this.#world.now();
    const kept = this.#kept;
    const age = now - Date.parse(kept?.document.metadata?.taken ?? '');
    const asked = new Set(all ? [] : kept?.asked);
    const wanted = this.#wanted.filter((one) => !asked.has(keyOf(one)));
    const isFresh = kept !== undefined && age >= 0 && age < lifetime;
    const rests = this.#trouble !== undefined && now - this.#trouble.at < rest;
    if (!all && ((isFresh && wanted.length === 0) || rests)) return;
    this.#changed();
    try {
      const { document, answered, trouble } = await gatherCatalogue({
        ask: (path) => this.#world.ask(path),
        wanted,
        now,
        before: kept?.document,
        gateway,
      });
      this.#trouble = trouble === undefined ? undefined : { text: wordsOf(trouble), at: now };
      // Somebody else is signed in by now: it was not told to them.
      if (this.#world.session !== session) return;
      this.#kept = { session, document, asked: [...asked, ...answered.map(keyOf)] };
      this.#told(document);
      await this.#store.write(this.#kept);
    } catch (error) {
      this.#trouble = { text: wordsOf(error), at: now };
    }
  }

  async #turnTo(session: string | undefined): Promise<void> {
    const before = this.#read;
    this.#read = session;
    this.#trouble = undefined;
    this.#kept = session === undefined ? undefined : await this.#store.read(session);
    // What one person was told is not kept for the next.
    if (before !== undefined && session === undefined) await this.#store.forget();
    this.#told(this.#kept?.document);
  }
}
