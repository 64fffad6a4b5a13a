import type { RateObligation } from '@vectorgate/policy-schema';

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Token buckets, one per rule and subject (combining, point 5). A request is charged to all of its buckets or to
 * none. Buckets that are full again are forgotten, so that memory follows the callers of the last window.
 */
export class RateLedger {
  readonly #buckets = new Map<string, Bucket>();
  #nextSweep = 0;

  /** Returns undefined when charged, else the first obligation without room. `instant` in milliseconds. */
  charge(rates: readonly RateObligation[], subject: string, instant: number): RateObligation | undefined {
    if (rates.length === 0) return undefined;
    this.#sweep(instant);
    const due = new Map<string, { rate: RateObligation; bucket: Bucket; units: number }>();
    for (const rate of rates) {
      const key = `${rate.rule.policy}\n${rate.rule.rule}\n${rate.windowSeconds}\n${rate.count}\n${subject}`;
      const entry = due.get(key) ?? { rate, bucket: this.#bucket(key, rate, instant), units: 0 };
      entry.units += 1;
      due.set(key, entry);
    }
    for (const { rate, bucket, units } of due.values()) {
      if (bucket.tokens < units) return rate;
    }
    for (const { bucket, units } of due.values()) bucket.tokens -= units;
    return undefined;
  }

  #bucket(key: string, rate: RateObligation, instant: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: rate.count, at: instant };
    const refilled = ((instant - bucket.at) / 1000) * (rate.count / rate.windowSeconds);
    bucket.tokens = Math.min(rate.count, bucket.tokens + Math.max(0, refilled));
    bucket.at = instant;
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #sweep(instant: number): void {
    if (instant < this.#nextSweep) return;
    this.#nextSweep = instant + 60_000;
    for (const [key, bucket] of this.#buckets) {
      const window = Number(key.split('\n')[2]) * 1000;
      if (instant - bucket.at > window) this.#buckets.delete(key);
    }
  }
}
