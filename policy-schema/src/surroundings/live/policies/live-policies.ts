import { JoinedLook } from './joined-look.ts';
import type { Live } from './live-words.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What of the gateway's API is asked. */
export interface LivePoliciesApi {
  policy(): Promise<Answer>;
  policyFiles(): Promise<Answer>;
}

export interface LivePoliciesParts {
  readonly api: () => Promise<LivePoliciesApi>;
  /** Another for each gateway, sign-in and person; undefined while it is not known that somebody is signed in. */
  readonly key: () => string | undefined;
  /** Whether the gateway shows policies to whoever is signed in. */
  readonly reads: () => boolean;
  /** Whether a policy is on the screen. */
  readonly shown: () => boolean;
}

/** Milliseconds between two looks while a policy is open. */
const lookEvery = 15_000;

const record = (value: unknown): Answer =>
  typeof value === 'object' && value !== null ? (value as Answer) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The policies that the gateway has in force, looked at while a policy is open. */
export class LivePolicies {
  readonly #parts: LivePoliciesParts;
  readonly #listeners = new Set<() => void>();
  readonly #looks: JoinedLook;
  #live: Live | undefined;
  /** To whom that was told. */
  #key: string | undefined;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(parts: LivePoliciesParts) {
    this.#parts = parts;
    this.#looks = new JoinedLook(parts.key, (still) => this.#look(still));
    this.#timer = setInterval(() => {
      if (parts.shown()) void this.look();
    }, lookEvery);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Undefined while nobody is signed in, or before the first look. */
  get live(): Live | undefined {
    return this.#key === this.#parts.key() ? this.#live : undefined;
  }

  /** Looks now; a look that is under way counts. A gateway that does not answer is told elsewhere. */
  look(): Promise<void> {
    if (this.#key !== this.#parts.key()) this.#become(undefined, undefined);
    return this.#looks.look();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#listeners.clear();
  }

  async #look(still: () => boolean): Promise<void> {
    const key = this.#parts.key();
    try {
      const live = key === undefined ? undefined : await this.#read(this.live);
      // What one person was told is not shown for another.
      if (still()) this.#become(live, key);
    } catch {
      return;
    }
  }

  #become(is: Live | undefined, key: string | undefined): void {
    const was = this.#live;
    this.#live = is;
    this.#key = key;
    if (was?.digest !== is?.digest || was?.revision !== is?.revision || !was?.files !== !is?.files)
      for (const listener of this.#listeners) listener();
  }

  async #read(before: Live | undefined): Promise<Live> {
    const api = await this.#parts.api();
    const status = await api.policy();
    const change = record(status.change);
    const { digest, commit, dirty } = record(status.revision);
    const live: Live = {
      revision: typeof change.revision === 'number' ? change.revision : 0,
      digest: text(digest),
      commit: text(commit) === '' ? '' : `${text(commit).slice(0, 7)}${dirty === true ? '+' : ''}`,
      source: text(status.source),
    };
    if (!this.#parts.reads()) return live;
    if (before?.digest === live.digest && before.files !== undefined) return { ...live, files: before.files };
    const { files } = await api.policyFiles();
    return {
      ...live,
      files: (Array.isArray(files) ? files : []).map((file: unknown) => ({
        path: text(record(file).path),
        text: text(record(file).text),
      })),
    };
  }
}
