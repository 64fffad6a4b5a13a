/** What was learnt, and when. */
export interface Learnt<Value> {
  readonly value: Value;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Keeps what is costly to learn for a time, a bounded number of things, the oldest going first. Who asks for what is being
 * learnt waits for it; what could not be learnt is not kept.
 */
export class Kept<Value> {
  readonly #lifetime: number;
  readonly #most: number;
  readonly #now: () => number;
  readonly #known = new Map<string, Learnt<Value>>();
  readonly #learning = new Map<string, Promise<Learnt<Value>>>();

  constructor(options: { readonly lifetime: number; readonly most: number; readonly now: () => number }) {
    this.#lifetime = options.lifetime;
    this.#most = options.most;
    this.#now = options.now;
  }

  /** What is known now, however old it is. */
  known(key: string): Learnt<Value> | undefined {
    return this.#known.get(key);
  }

  /** What is known and young enough. */
  fresh(key: string): Learnt<Value> | undefined {
    const known = this.#known.get(key);
    const age = known === undefined ? 0 : this.#now() - known.at;
    // Negative: the clock was set back meanwhile.
    return age < this.#lifetime && age >= 0 ? known : undefined;
  }

  get(key: string, learn: () => Promise<Value>): Promise<Learnt<Value>> {
    const fresh = this.fresh(key);
    if (fresh !== undefined) return Promise.resolve(fresh);
    let learning = this.#learning.get(key);
    if (learning === undefined) {
      learning = this.#learn(key, learn).finally(() => this.#learning.delete(key));
      this.#learning.set(key, learning);
    }
    return learning;
  }

  async #learn(key: string, learn: () => Promise<Value>): Promise<Learnt<Value>> {
    const learnt = { value: await learn(), at: this.#now() };
    this.#known.delete(key);
    if (this.#known.size >= this.#most) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, learnt);
    return learnt;
  }
}
