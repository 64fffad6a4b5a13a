/** A scale from values to shares of a length, and where its ticks stand. */
export interface DistanceScale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  /** 0 to 1. */
  share(value: number): number;
}

/** 1, 2, 2.5 or 5 times a power of ten, so that about `wanted` steps make the span. */
function stepFor(span: number, wanted: number): number {
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 2.5, 5, 10]) if (factor * power >= rough) return factor * power;
  return 10 * power;
}

/**
 * A scale over distances or scores that begins at zero where that does not press everything together, and ends at round
 * numbers. Values that are no finite numbers are not looked at; none at all gives 0 to 1.
 */
export function distanceScale(values: readonly number[], wanted = 4): DistanceScale {
  const finite = values.filter(Number.isFinite);
  let low = Math.min(0, ...finite);
  let high = Math.max(0, ...finite);
  const least = Math.min(...finite);
  // When all lie far from zero and close together, differences would not be seen.
  if (finite.length > 1 && least > 0 && (high - least) / high < 0.1 && high > least) low = least;
  if (finite.length === 0) high = 1;
  if (high === low) high = low + (Math.abs(low) || 1);
  const step = stepFor(high - low, wanted);
  const digits = Math.max(0, Math.min(12, 2 - Math.floor(Math.log10(step))));
  const round = (value: number): number => Number(value.toFixed(digits));
  const from = round(Math.floor(low / step) * step);
  const to = round(Math.ceil(high / step) * step);
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, at) =>
    round(from + at * step),
  );
  return { from, to, ticks, share: (value) => Math.min(1, Math.max(0, (value - from) / (to - from))) };
}
