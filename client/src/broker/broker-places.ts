import type { Socket } from 'node:net';

const most = 256;

/**
 * A broker's open connections. Whoever comes is let in as long as somebody else only keeps us waiting: then the one
 * that has done so for longest goes.
 */
export class BrokerPlaces {
  readonly #answering = new Set<Socket>();
  /** Those that owe us a line, the eldest first. */
  readonly #waiting = new Set<Socket>();

  /** Takes a place; false: all are being answered. */
  enter(line: Socket): boolean {
    if (this.#answering.size + this.#waiting.size >= most) {
      const [eldest] = this.#waiting;
      if (eldest === undefined) return false;
      this.leave(eldest);
      eldest.destroy();
    }
    this.#waiting.add(line);
    return true;
  }

  /** It has asked, and is safe until it has its answer. */
  answering(line: Socket): void {
    if (this.#waiting.delete(line)) this.#answering.add(line);
  }

  /** It has its answer, and may ask again. */
  waiting(line: Socket): void {
    if (this.#answering.delete(line)) this.#waiting.add(line);
  }

  leave(line: Socket): void {
    this.#answering.delete(line);
    this.#waiting.delete(line);
  }

  /** Closes all of them. */
  clear(): void {
    for (const line of [...this.#answering, ...this.#waiting]) line.destroy();
  }
}
