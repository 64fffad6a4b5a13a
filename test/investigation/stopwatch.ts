/** Says on the terminal how long each part of a walk took, and all of it. */
export class Stopwatch {
  readonly #what: string;
  readonly #started = performance.now();
  #last = this.#started;

  constructor(what: string) {
    this.#what = what;
  }

  lap(part: string): void {
    const now = performance.now();
    this.#say(`${seconds(now - this.#last)} ${part}`);
    this.#last = now;
  }

  stop(): void {
    this.#say(`${seconds(performance.now() - this.#started)} in all`);
  }

  #say(text: string): void {
    process.stdout.write(`${this.#what}: ${text}\n`);
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
