/** Milliseconds that long work keeps whoever steps through the archive waiting at a time. */
const slice = 8;

/** Lets other questions pass while something long is read. */
export class Turn {
  #since: number = performance.now();

  /** Waits for the others where it was long enough. */
  async pass(): Promise<void> {
    if (performance.now() - this.#since < slice) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#since = performance.now();
  }
}
