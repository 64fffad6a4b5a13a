/** A caller's side of an answer: what it is written to. */
export interface Reply {
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/**
 * Long answers on their way to their callers, whose bytes stay in memory until the last of them was taken. When there
 * are too many, those that have been on their way for longest are given up: whoever asks and does not read keeps no
 * memory from others.
 */
export class UndeliveredAnswers {
  readonly #most: number;
  /** Oldest first, with their bytes. */
  readonly #under = new Map<Reply, number>();
  #bytes = 0;

  /** @param most bytes at a time */
  constructor(most: number) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts an answer until its connection took it or is gone. */
  add(reply: Reply, length: number): void {
    this.#under.set(reply, length);
    this.#bytes += length;
    reply.once('close', () => this.#gone(reply));
    for (const oldest of this.#under.keys()) {
      if (this.#bytes <= this.#most || oldest === reply) return;
      this.#gone(oldest);
      oldest.destroy();
    }
  }

  #gone(reply: Reply): void {
    this.#bytes -= this.#under.get(reply) ?? 0;
    this.#under.delete(reply);
  }
}
