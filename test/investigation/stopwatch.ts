import assert from 'node:assert/strict';

/** What the product promises for the whole walk, in milliseconds (docs: review, answer a question in two minutes). */
const promised = 120_000;

export interface StopwatchOptions {
  /** Whether the promise is held against it: on a machine that does little else. */
  readonly holds?: boolean;
  /** Milliseconds, counted from anywhere. */
  readonly now?: () => number;
}

/** Says on the terminal how long each part of a walk took, and all of it. In the deep run a walk of more than two minutes fails. */
export class Stopwatch {
  readonly #what: string;
  readonly #holds: boolean;
  readonly #now: () => number;
  readonly #started: number;
  #last: number;

  constructor(
    what: string,
    {
      holds = process.env.VECTORGATE_TEST_DEEP === '1',
      now = () => performance.now(),
    }: StopwatchOptions = {},
  ) {
    this.#what = what;
    this.#holds = holds;
    this.#now = now;
    this.#started = now();
    this.#last = this.#started;
  }

  lap(part: string): void {
    const now = this.#now();
    this.#say(`${seconds(now - this.#last)} ${part}`);
    this.#last = now;
  }

  stop(): void {
    const all = this.#now() - this.#started;
    this.#say(`${seconds(all)} in all`);
    if (this.#holds)
      assert.ok(
        all <= promised,
        `${this.#what}: who saw it, proved in a file, took ${(all / 1000).toFixed(1)} s; two minutes are promised (docs/review.md).`,
      );
  }

  #say(text: string): void {
    process.stdout.write(`${this.#what}: ${text}\n`);
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
