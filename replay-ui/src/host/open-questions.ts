interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Questions that wait for what comes back over a channel. They are numbered, so that each finds its answer. */
export class OpenQuestions {
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  /** Sends a question under its number, and waits for its answer. */
  ask<Answer>(send: (id: number) => void): Promise<Answer> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  answer(id: number, value: unknown): void {
    this.#take(id)?.resolve(value as never);
  }

  fail(id: number, error: unknown): void {
    this.#take(id)?.reject(error);
  }

  /** Nothing that is still waited for will come. */
  failAll(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
