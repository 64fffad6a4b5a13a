import { ApiError } from './api-error.ts';

/** Looks that run at once: each opens records as fast as it can, and gives way in between. */
const mostAtOnce = 2;
/** Looks that wait for their turn: with more, the last would be answered after clients gave up. Of one subject there are fewer. */
const mostWaiting = 6;
const mostOfOne = 3;

/** Whose turn it is to look into records: few at once, the others one after the other. */
export class LookTurns {
  readonly #waiting: (() => void)[] = [];
  readonly #of = new Map<string, number>();
  #running = 0;

  /** Does the work when its turn comes. Rejects with `ApiError` where too many wait. */
  async take<Result>(subject: string, work: () => Promise<Result>): Promise<Result> {
    const own = this.#of.get(subject) ?? 0;
    if (own >= mostOfOne || this.#waiting.length >= mostWaiting)
      throw new ApiError(
        429,
        'too-many-searches',
        own >= mostOfOne
          ? `${mostOfOne} searches of yours are looking into requests, which is the most at a time.`
          : 'Too many searches are waiting to look into requests.',
        'Ask again in a few seconds.',
      );
    this.#of.set(subject, own + 1);
    if (this.#running >= mostAtOnce) await new Promise<void>((turn) => this.#waiting.push(turn));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const left = this.#of.get(subject)! - 1;
      if (left === 0) this.#of.delete(subject);
      else this.#of.set(subject, left);
      // The turn goes on to who waits longest.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
