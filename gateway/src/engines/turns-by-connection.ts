import { LongTurns } from './long-turns.ts';

/** Longer bodies wait for their turn; so many are in hand at a time for each connection. */
const longRequest = 256 * 1024;
const longInHand = 8;

/** Turns of long requests. Each connection has its own: a store that hangs keeps the turns of nobody else's. */
export class TurnsByConnection {
  readonly #turns = new WeakMap<object, LongTurns>();

  /** Waits for a turn where a body of so many bytes needs one. Returns what ends it. Rejects as `LongTurns.take`. */
  async take(connection: object, bytes: number, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (bytes <= longRequest) return undefined;
    let turns = this.#turns.get(connection);
    if (turns === undefined) {
      turns = new LongTurns(longInHand);
      this.#turns.set(connection, turns);
    }
    return turns.take(signal);
  }
}
