/** Remembers what was said in this window: a notification is not repeated until its reason was gone in between. */
export class SayOnce {
  readonly #said = new Set<string>();

  /** True for the first one who asks for `topic`. */
  first(topic: string): boolean {
    if (this.#said.has(topic)) return false;
    this.#said.add(topic);
    return true;
  }

  /** Its reason is gone: should it come back, it may be said again. */
  over(topic: string): void {
    this.#said.delete(topic);
  }
}
