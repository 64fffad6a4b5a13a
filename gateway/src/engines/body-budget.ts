import { Refusal } from '../pipeline/refusal.ts';

/** A body of at most so many bytes is small: the reserve is for those, so that no few large ones shut everybody out. */
const small = 2 ** 20;

/** Room that one body takes up; it grows with what has come of it, for who only announces a body fills no memory. */
export interface BodyRoom {
  /** Sets more room aside. Throws `Refusal` when there is none now. */
  take(bytes: number): void;
  giveBack(): void;
}

/** Bytes of request bodies that may lie in memory at once, over all callers. */
export class BodyBudget {
  #left: number;
  readonly #reserve: number;

  /** @param reserve part of `bytes` that is kept for small bodies */
  constructor(bytes: number, reserve = bytes / 8) {
    this.#left = bytes;
    this.#reserve = reserve;
  }

  /** Room for one body, none of it taken yet. */
  room(): BodyRoom {
    let taken = 0;
    return {
      take: (bytes) => {
        if (bytes > this.#left - (taken + bytes > small ? this.#reserve : 0)) {
          throw new Refusal(
            'unavailable',
            'gateway-busy',
            'the request was not read: too many large requests are under way.',
            'Run the cell again in a moment.',
          );
        }
        this.#left -= bytes;
        taken += bytes;
      },
      giveBack: () => {
        this.#left += taken;
        taken = 0;
      },
    };
  }
}
