/**
 * Looks that join: who comes while one is under way waits for the same answer. What was asked for one sign-in is no answer
 * for another: it is looked for once more.
 */
export class JoinedLook {
  readonly #key: () => string | undefined;
  readonly #look: (still: () => boolean) => Promise<void>;
  #looking: Promise<void> | undefined;

  /**
   * @param key who is signed in where
   * @param look `still` tells whether they are; an answer that comes when they are not is to be dropped
   */
  constructor(key: () => string | undefined, look: (still: () => boolean) => Promise<void>) {
    this.#key = key;
    this.#look = look;
  }

  look(): Promise<void> {
    this.#looking ??= this.#run().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #run(): Promise<void> {
    for (;;) {
      const key = this.#key();
      const still = (): boolean => this.#key() === key;
      await this.#look(still);
      if (still()) return;
    }
  }
}
