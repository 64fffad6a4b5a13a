/** Kind of state that belongs to a sign-in which nobody has finished, by its id. */
export const pendingKind = 'pending-sign-in';

/**
 * The sign-ins that were begun and not answered by the provider, or the codes that no person has looked at: anybody can
 * begin one, without being anybody. At most so many are kept; beyond that the oldest goes (`forget`), so that strangers
 * fill no disk and whoever signs in now still can.
 */
export class UnfinishedSignIns {
  readonly #forget: (id: string) => Promise<void>;
  readonly #most: number;
  /** In the order in which they were begun. */
  readonly #begun = new Set<string>();

  constructor(most: number, forget: (id: string) => Promise<void>) {
    this.#most = most;
    this.#forget = forget;
  }

  async begun(id: string): Promise<void> {
    this.#begun.add(id);
    if (this.#begun.size <= this.#most) return;
    const [oldest] = this.#begun;
    if (oldest === undefined) return;
    this.#begun.delete(oldest);
    await this.#forget(oldest);
  }

  /** The provider has answered, or it is over: it is nobody's to crowd out any more. */
  settled(id: string): void {
    this.#begun.delete(id);
  }
}
