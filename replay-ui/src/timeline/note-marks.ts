import type { Step } from '../records/step.ts';

/** Notes that stand at one place of the axis: beside one step, or several that are too close to be told apart. */
export interface NoteMark {
  /** Share of the axis, 0 to 1. */
  readonly at: number;
  /** Index of the first of its steps: what a press leads to. */
  readonly step: number;
  readonly notes: number;
}

/**
 * Marks for the notes beside steps, on an axis that has room for `room` of them side by side.
 * @param notes how many there are, by record
 */
export function noteMarks(
  steps: readonly Step[],
  places: readonly number[],
  room: number,
  notes: ReadonlyMap<string, number>,
): readonly NoteMark[] {
  if (notes.size === 0) return [];
  const bySlot = new Map<number, NoteMark>();
  for (const [at, { header }] of steps.entries()) {
    const count = notes.get(header.id);
    if (count === undefined) continue;
    const slot = Math.min(room - 1, Math.floor(places[at]! * room));
    const before = bySlot.get(slot);
    bySlot.set(
      slot,
      before === undefined
        ? { at: places[at]!, step: at, notes: count }
        : { ...before, notes: before.notes + count },
    );
  }
  return [...bySlot.values()];
}
