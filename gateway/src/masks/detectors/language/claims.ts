import type { DetectorName } from '@vectorgate/policy-schema';
import type { Span } from './span.ts';
import type { Token } from './token.ts';

/** What one detector has found among tokens, each of them once. */
export class Claims {
  readonly #tokens: readonly Token[];
  readonly #detector: DetectorName;
  readonly #spans: Span[];
  /** 1 for each token that is found, or that cannot be. */
  readonly taken: Uint8Array;

  constructor(tokens: readonly Token[], detector: DetectorName, spans: Span[]) {
    this.#tokens = tokens;
    this.#detector = detector;
    this.#spans = spans;
    this.taken = new Uint8Array(tokens.length);
  }

  /** Finds the tokens `[from, to)`, unless one of them is taken. */
  take(from: number, to: number): void {
    if (from >= to || this.taken.subarray(from, to).includes(1)) return;
    this.taken.fill(1, from, to);
    this.#spans.push({
      start: this.#tokens[from]!.start,
      end: this.#tokens[to - 1]!.end,
      detector: this.#detector,
    });
  }

  /** Takes the tokens `[from, to)` without finding them. */
  block(from: number, to: number): void {
    this.taken.fill(1, from, to);
  }
}
