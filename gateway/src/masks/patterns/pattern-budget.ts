/** What patterns may cost one text, and all texts of one answer. Past either the text is masked whole. */
export const patternLimits = {
  /** Longest text that is looked through, in bytes of UTF-8. */
  textBytes: 65_536,
  /** Most findings in one text. */
  findings: 1_000,
  /** Time for all texts of one answer, in milliseconds. */
  milliseconds: 1_000,
} as const;

/** The time that patterns have left for one answer. */
export class PatternBudget {
  readonly #now: () => number;
  #left: number = patternLimits.milliseconds;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Runs something on the budget; undefined when the budget is spent before, or by it. */
  run<T>(work: (isSpent: () => boolean) => T | undefined): T | undefined {
    if (this.#left <= 0) return undefined;
    const begun = this.#now();
    const isSpent = (): boolean => this.#now() - begun >= this.#left;
    const result = work(isSpent);
    this.#left -= this.#now() - begun;
    return this.#left <= 0 ? undefined : result;
  }
}
