import { Refusal } from '../../pipeline/refusal.ts';

/** Bytes of request bodies that may lie in memory at once, over all callers. */
export class BodyBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Sets room aside for one body. Returns what gives it back. Throws `Refusal` when there is none now. */
  take(bytes: number): () => void {
    if (bytes > this.#left) {
      throw new Refusal(
        'unavailable',
        'gateway-busy',
        'the request was not read: too many large requests are under way.',
        'Run the cell again in a moment.',
      );
    }
    this.#left -= bytes;
    let taken = bytes;
    return () => {
      this.#left += taken;
      taken = 0;
    };
  }
}
