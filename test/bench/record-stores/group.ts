/**
 * Writes what came in while the last write was under way as one batch, as our recorder does: without that every store
 * would be measured by its sync alone.
 */
export class Group<Item> {
  readonly #write: (batch: readonly Item[]) => Promise<void> | void;
  #waiting: { readonly item: Item; readonly done: () => void; readonly failed: (error: unknown) => void }[] =
    [];
  #running = false;

  constructor(write: (batch: readonly Item[]) => Promise<void> | void) {
    this.#write = write;
  }

  add(item: Item): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ item, done: resolve, failed: reject });
    if (!this.#running) void this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Those who are woken by one batch are all in the next.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(batch.map(({ item }) => item));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#running = false;
  }
}
