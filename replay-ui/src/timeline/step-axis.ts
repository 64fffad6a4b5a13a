import type { Step } from '../records/step.ts';

/** A stretch of silence that is drawn shorter than it was. */
export interface FoldedGap {
  /** Share of the axis, 0 to 1, at which its middle stands. */
  readonly at: number;
  readonly milliseconds: number;
}

/** Where the steps of a session stand on their time axis. */
export interface StepAxis {
  /** Share of the axis for each step, 0 to 1, never falling. */
  readonly places: readonly number[];
  readonly folded: readonly FoldedGap[];
}

/** A gap counts as no more than so many times the typical one. */
const longest = 12;

/**
 * Lays steps along an axis that is true to time but for silence: what is much longer than the typical gap is folded, so
 * that a lunch break does not press two busy minutes into two points.
 */
export function stepAxis(steps: readonly Pick<Step, 'at'>[]): StepAxis {
  if (steps.length < 2) return { places: steps.map(() => 0.5), folded: [] };
  const gaps = new Float64Array(steps.length - 1);
  for (let n = 0; n < gaps.length; n++) gaps[n] = Math.max(0, steps[n + 1]!.at - steps[n]!.at) || 0;
  const typical = Math.max(1, gaps.toSorted()[gaps.length >> 1]!);
  const most = typical * longest;
  // Equal times still stand side by side, so that each can be seen and pressed.
  const least = typical / 4;
  const drawn = gaps.map((gap) => Math.min(most, Math.max(least, gap)));
  const whole = drawn.reduce((sum, gap) => sum + gap, 0);
  const places = [0];
  const folded: FoldedGap[] = [];
  let sum = 0;
  for (let n = 0; n < drawn.length; n++) {
    const gap = drawn[n]!;
    if (gaps[n]! > most) folded.push({ at: (sum + gap / 2) / whole, milliseconds: gaps[n]! });
    sum += gap;
    places.push(sum / whole);
  }
  return { places, folded };
}
