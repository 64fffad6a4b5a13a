import { ApiError } from './api-error.ts';

interface Spent {
  rows: number;
  /** Milliseconds since the epoch. */
  at: number;
}

const minute = 60_000;
const perMinute = 12_000;

/**
 * How much one subject may ask of the records within a minute, in rows that were asked for. It comes back evenly. What
 * was found does not count: else somebody could tell from the rest how much there is of others.
 */
export class SearchBudget {
  readonly #spent = new Map<string, Spent>();
  #nextSweep = 0;

  /** Throws `ApiError` when nothing is left. */
  charge(subject: string, rows: number, instant: number): void {
    this.#sweep(instant);
    const spent = this.#spent.get(subject) ?? { rows: 0, at: instant };
    this.#spent.set(subject, spent);
    spent.rows = this.#left(spent, instant);
    spent.at = instant;
    const over = spent.rows + rows - perMinute;
    if (over > 0)
      throw new ApiError(
        429,
        'too-many-searches',
        `So many records were asked for within the minute: ${perMinute.toLocaleString('en')} is the most.`,
        `Ask again in ${Math.ceil((over * 60) / perMinute)} s, or narrow the query and take fewer pages.`,
      );
    spent.rows += rows;
  }

  #left({ rows, at }: Spent, instant: number): number {
    return Math.max(0, rows - (Math.max(0, instant - at) * perMinute) / minute);
  }

  #sweep(instant: number): void {
    if (instant < this.#nextSweep) return;
    this.#nextSweep = instant + minute;
    for (const [subject, spent] of this.#spent)
      if (this.#left(spent, instant) === 0) this.#spent.delete(subject);
  }
}
