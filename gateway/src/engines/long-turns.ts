import { callerLeft } from './caller-left.ts';

/**
 * Turns of requests with long bodies. Reading one takes many times its bytes and much of a second, so few are in hand
 * at a time and they begin one by one: what is short comes in between. The others wait as plain bytes.
 */
export class LongTurns {
  #free: number;
  readonly #waiting = new Set<() => void>();
  #beginning = false;

  /** @param most in hand at a time */
  constructor(most: number) {
    this.#free = most;
  }

  /** Waits for a turn. Returns what ends it. Rejects with a `Refusal` when the caller leaves before. */
  take(signal: AbortSignal): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const leave = (): void => {
      this.#waiting.delete(begin);
      reject(callerLeft('the request was read', signal.reason));
    };
    const begin = (): void => {
      signal.removeEventListener('abort', leave);
      let ended = false;
      resolve(() => {
        if (ended) return;
        ended = true;
        this.#free++;
        this.#next();
      });
    };
    if (signal.aborted) return Promise.reject(callerLeft('the request was read', signal.reason));
    signal.addEventListener('abort', leave, { once: true });
    this.#waiting.add(begin);
    this.#next();
    return promise;
  }

  /** Lets one begin, and looks again when everything else that is ready has had its turn. */
  #next(): void {
    if (this.#beginning || this.#free === 0 || this.#waiting.size === 0) return;
    const [begin] = this.#waiting;
    this.#waiting.delete(begin!);
    this.#free--;
    this.#beginning = true;
    setImmediate(() => {
      this.#beginning = false;
      this.#next();
    });
    begin!();
  }
}
