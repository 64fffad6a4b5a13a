/** The latest of many, in whatever order they come, at the price of few. */
export class LatestExamples<One extends { readonly time: number }> {
  readonly #most: number;
  /** Once it is full a heap: none is younger than the two behind it, so the oldest stands first. */
  readonly #kept: One[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether another one takes the place of an older one. */
  get isFull(): boolean {
    return this.#kept.length >= this.#most;
  }

  /** Those that are kept, in no order. */
  get all(): readonly One[] {
    return this.#kept;
  }

  add(one: One): void {
    const kept = this.#kept;
    if (!this.isFull) {
      kept.push(one);
      if (this.isFull) kept.sort((a, b) => a.time - b.time);
    } else if (kept[0]!.time < one.time) this.#replaceOldest(one);
  }

  #replaceOldest(one: One): void {
    const kept = this.#kept;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      if (left >= kept.length) break;
      const older = right < kept.length && kept[right]!.time < kept[left]!.time ? right : left;
      if (kept[older]!.time >= one.time) break;
      kept[at] = kept[older]!;
      at = older;
    }
    kept[at] = one;
  }
}
