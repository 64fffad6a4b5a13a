interface Spent {
  bytes: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** Whether it was told that nothing is left; until half of the budget is back. */
  told: boolean;
}

const hour = 3_600_000;

/**
 * How many bytes of refused requests one subject may leave in the records within an hour: who may do nothing must not
 * fill the disk with what was refused. It comes back evenly, and is forgotten once it is whole again.
 */
export class RefusalBudget {
  readonly #bytesPerHour: number;
  readonly #onExhausted: (subject: string) => void;
  readonly #spent = new Map<string, Spent>();
  #nextSweep = 0;

  /** `onExhausted` is told once when a subject has nothing left, not for each refusal. */
  constructor(bytesPerHour: number, onExhausted: (subject: string) => void) {
    this.#bytesPerHour = bytesPerHour;
    this.#onExhausted = onExhausted;
  }

  /** True when charged. What is overdrawn by the last one is owed: no body is recorded in part. */
  charge(subject: string, bytes: number, instant: number): boolean {
    this.#sweep(instant);
    const spent = this.#spent.get(subject) ?? { bytes: 0, at: instant, told: false };
    this.#spent.set(subject, spent);
    spent.bytes = this.#left(spent, instant);
    spent.at = instant;
    if (spent.bytes < this.#bytesPerHour / 2) spent.told = false;
    if (spent.bytes < this.#bytesPerHour) {
      spent.bytes += bytes;
      return true;
    }
    if (!spent.told) this.#onExhausted(subject);
    spent.told = true;
    return false;
  }

  /** Subjects that are remembered, for tests. */
  get size(): number {
    return this.#spent.size;
  }

  #left({ bytes, at }: Spent, instant: number): number {
    return Math.max(0, bytes - (Math.max(0, instant - at) * this.#bytesPerHour) / hour);
  }

  #sweep(instant: number): void {
    if (instant < this.#nextSweep) return;
    this.#nextSweep = instant + 60_000;
    for (const [subject, spent] of this.#spent) {
      if (this.#left(spent, instant) === 0) this.#spent.delete(subject);
    }
  }
}
