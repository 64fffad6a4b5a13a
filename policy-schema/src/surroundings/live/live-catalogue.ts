import type { WantedFields } from '../../language/wanted-fields.ts';
import type { CatalogDocument } from '../../schema/catalog-schema.ts';
import { FailedPlaces } from './failed-places.ts';
import { gatherCatalogue } from './gather-catalogue.ts';
import { gatherFields } from './gather-fields.ts';
import { isKnownPlace } from './is-known-place.ts';

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
/** After trouble with names nothing is asked by itself for so long. */
const rest = 60_000;
/** So long nobody may have typed before fields are asked for: each question is recorded. */
const quiet = 2_000;
/** When what keeps nothing from being asked happened. */
const never = Number.NEGATIVE_INFINITY;
/** What people there are, among places that are asked about. */
const people = 'people';
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const keyOf = ({ connection, collections }: WantedFields): string => `${connection}\n${collections}`;

/** What the gateway tells of what exists: asked for while policies are open, kept with its age, and there without the gateway. */
export class LiveCatalogue {
  readonly #world: CatalogueWorld;
  readonly #store: CatalogueStore;
  readonly #told: (document: CatalogDocument | undefined) => void;
  readonly #changed: () => void;
  /** Null: no policy is open. Undefined: nobody said yet. */
  #wanted: readonly WantedFields[] | null | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #kept: KeptCatalogue | undefined;
  /** Whose catalogue it is, and whether what is kept for them was read. */
  #session: string | undefined;
  #isRead = true;
  /** Whether something of a sign-in before may still be kept. */
  #mustForget = false;
  readonly #failed = new FailedPlaces();
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

  /**
   * Collections that open policies are about now; null when none is open. Fields are asked for once nobody types any more,
   * and of names that the gateway knows.
   */
  want(wanted: readonly WantedFields[] | null): void {
    const isFirst = this.#wanted === undefined || this.#wanted === null;
    this.#wanted = wanted;
    clearTimeout(this.#quiet);
    if (wanted === null) return;
    this.#quiet = setTimeout(() => void this.look(), isFirst ? 0 : quiet);
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
    // At once, whatever still goes on: what one person was told is not shown to the next.
    this.#turn();
    // One after the other: what was wanted meanwhile is looked for behind it.
    while (this.#working !== undefined) await this.#working;
    this.#working = this.#lookOnce(all).finally(() => {
      this.#working = undefined;
      this.#changed();
    });
    return this.#working;
  }

  #turn(): void {
    const { session } = this.#world;
    const before = this.#session;
    if (session === before) return;
    this.#session = session;
    this.#kept = undefined;
    this.#trouble = undefined;
    this.#failed.clear();
    this.#isRead = false;
    this.#mustForget ||= before !== undefined;
    this.#told(undefined);
  }

  /** What is kept for whoever is signed in; what was kept for somebody before is removed. */
  async #read(): Promise<void> {
    this.#turn();
    if (this.#isRead) return;
    const session = this.#session;
    try {
      if (this.#mustForget) await this.#store.forget();
      this.#mustForget = false;
      const kept = session === undefined ? undefined : await this.#store.read(session);
      if (session !== this.#world.session) return;
      this.#isRead = true;
      if (kept === undefined || this.#kept !== undefined) return;
      this.#kept = kept;
      this.#told(kept.document);
    } catch (error) {
      // Without what was kept the gateway is asked anew; that it cannot be removed is looked after at the next look.
      this.#isRead = !this.#mustForget;
      this.#storeTrouble(error);
    }
  }

  #storeTrouble(error: unknown): void {
    const text = `What the gateway told cannot be kept on this machine: ${wordsOf(error)}`;
    this.#trouble = { text, at: never };
  }

  async #lookOnce(all: boolean): Promise<void> {
    await this.#read();
    const { session, gateway } = this.#world;
    if (session === undefined || session !== this.#session) return;
    if (this.#wanted === null && !all) return;
    const now = this.#world.now();
    const kept = this.#kept;
    const age = now - Date.parse(kept?.document.metadata?.taken ?? '');
    const lacksPeople = this.#failed.has(people) && !this.#failed.rests(people, now);
    const isFresh = !all && kept !== undefined && age >= 0 && age < lifetime && !lacksPeople;
    const asked = new Set(all ? [] : kept?.asked);
    const wanted = (this.#wanted ?? []).filter(
      (one) =>
        !asked.has(keyOf(one)) &&
        (all || !this.#failed.rests(keyOf(one), now)) &&
        (!isFresh || isKnownPlace(kept.document, one)),
    );
    const rests = this.#trouble !== undefined && now - this.#trouble.at < rest;
    if (!all && ((isFresh && wanted.length === 0) || rests)) return;
    this.#changed();
    const left = new AbortController();
    const options = {
      ask: (path: string): Promise<unknown> => {
        // Somebody else is signed in by now: this is not asked in their name.
        if (this.#world.session !== session) left.abort();
        left.signal.throwIfAborted();
        return this.#world.ask(path);
      },
      wanted,
      signal: left.signal,
    };
    try {
      const found = isFresh
        ? await gatherFields(kept.document, options)
        : await gatherCatalogue({ ...options, now, before: kept?.document, gateway });
      if (this.#world.session !== session) return;
      const { document, answered, failed, gaveUp, trouble } = found;
      if (found.people !== undefined) this.#failed.note(people, found.people, now);
      for (const one of answered) this.#failed.note(keyOf(one), true, now);
      for (const one of failed) this.#failed.note(keyOf(one), false, now);
      // A place that fails rests by itself, and of others more is asked.
      if (trouble !== undefined) this.#trouble = { text: wordsOf(trouble), at: gaveUp ? now : never };
      else if (![people, ...(this.#wanted ?? []).map(keyOf)].some((one) => this.#failed.has(one)))
        this.#trouble = undefined;
      this.#kept = { session, document, asked: [...asked, ...answered.map(keyOf)] };
      this.#told(document);
    } catch (error) {
      if (this.#world.session === session) this.#trouble = { text: wordsOf(error), at: now };
      return;
    }
    try {
      await this.#store.write(this.#kept);
      // Somebody left meanwhile: what was just written has to go, too.
      if (this.#session !== session) return;
      // It took the place of what was kept before.
      this.#mustForget = false;
      this.#isRead = true;
    } catch (error) {
      if (this.#world.session === session) this.#storeTrouble(error);
    }
  }
}
