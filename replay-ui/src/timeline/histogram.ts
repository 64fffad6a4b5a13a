/** One bar over time. */
export interface Bar {
  /** Milliseconds since the epoch; `to` is not in it. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly refused: number;
  readonly masked: number;
}

/** Something at a time. */
export interface Dated {
  readonly at: number;
  readonly count: number;
  readonly refused: number;
  readonly masked: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const widths = [
  1_000,
  5_000,
  15_000,
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  day,
  7 * day,
  28 * day,
];

/** Counts over time in bars of a round width, at most `most` of them; empty when nothing has a time. */
export function histogram(items: readonly Dated[], most: number): readonly Bar[] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of items) {
    // False for what has no time.
    if (at < first) first = at;
    if (at > last) last = at;
  }
  if (first > last) return [];
  const fits = (width: number): boolean => Math.floor(last / width) - Math.floor(first / width) + 1 <= most;
  const width = widths.find(fits) ?? Math.ceil((last - first + 1) / (most - 1) / day) * day;
  const start = Math.floor(first / width);
  const bars = Array.from({ length: Math.floor(last / width) - start + 1 }, (_, n) => ({
    from: (start + n) * width,
    to: (start + n + 1) * width,
    count: 0,
    refused: 0,
    masked: 0,
  }));
  for (const { at, count, refused, masked } of items) {
    if (!Number.isFinite(at)) continue;
    const bar = bars[Math.floor(at / width) - start]!;
    bar.count += count;
    bar.refused += refused;
    bar.masked += masked;
  }
  return bars;
}
