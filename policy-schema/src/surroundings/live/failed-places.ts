/** Milliseconds that a place rests after it failed once; twice as long after each further time, up to the longest. */
const rest = { first: 60_000, longest: 3_600_000 };

/** Places that the gateway failed on, each of which is asked about ever more rarely. */
export class FailedPlaces {
  readonly #places = new Map<string, { readonly at: number; readonly times: number }>();

  /** It was asked about. */
  note(place: string, wasAnswered: boolean, now: number): void {
    if (wasAnswered) this.#places.delete(place);
    else this.#places.set(place, { at: now, times: (this.#places.get(place)?.times ?? 0) + 1 });
  }

  clear(): void {
    this.#places.clear();
  }

  has(place: string): boolean {
    return this.#places.has(place);
  }

  /** Whether nothing is to be asked about it yet. */
  rests(place: string, now: number): boolean {
    const failed = this.#places.get(place);
    if (failed === undefined) return false;
    return now - failed.at < Math.min(rest.longest, rest.first * 2 ** (failed.times - 1));
  }
}
