import type { ApiError } from './api-error.ts';

interface Spent {
  amount: number;
  /** Milliseconds since the epoch. */
  at: number;
}

const minute = 60_000;

/** How much one subject may ask for within a minute. It comes back evenly. */
export class MinuteBudget {
  readonly #most: number;
  readonly #tooMuch: (seconds: number) => ApiError;
  readonly #spent = new Map<string, Spent>();
  #nextSweep = 0;

  /** @param tooMuch what is thrown when nothing is left, by the seconds after which enough is there again */
  constructor(most: number, tooMuch: (seconds: number) => ApiError) {
    this.#most = most;
    this.#tooMuch = tooMuch;
  }

  /** Throws `ApiError` when nothing is left. */
  charge(subject: string, amount: number, instant: number): void {
    const spent = this.#of(subject, instant);
    const over = spent.amount + amount - this.#most;
    if (over > 0) throw this.#tooMuch(Math.ceil((over * 60) / this.#most));
    spent.amount += amount;
  }

  /** Of what is under way, and costs what it costs: with more than there is, what comes next waits for it. */
  spend(subject: string, amount: number, instant: number): void {
    this.#of(subject, instant).amount += amount;
  }

  #of(subject: string, instant: number): Spent {
    this.#sweep(instant);
    const spent = this.#spent.get(subject) ?? { amount: 0, at: instant };
    this.#spent.set(subject, spent);
    spent.amount = this.#left(spent, instant);
    spent.at = instant;
    return spent;
  }

  #left({ amount, at }: Spent, instant: number): number {
    return Math.max(0, amount - (Math.max(0, instant - at) * this.#most) / minute);
  }

  #sweep(instant: number): void {
    if (instant < this.#nextSweep) return;
    this.#nextSweep = instant + minute;
    for (const [subject, spent] of this.#spent)
      if (this.#left(spent, instant) === 0) this.#spent.delete(subject);
  }
}
