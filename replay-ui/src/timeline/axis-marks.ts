import type { EffectKind } from '../records/effect-mark.ts';
import type { Step } from '../records/step.ts';

/** What is drawn at one place of the axis: one step, or several that are too close to be told apart. */
export interface AxisMark {
  /** Share of the axis, 0 to 1. */
  readonly at: number;
  /** That of the gravest of its steps. */
  readonly kind: EffectKind;
  readonly sign: string;
  /** Index of its gravest step: what a press leads to. */
  readonly step: number;
  readonly steps: number;
  readonly handshake: boolean;
}

/** The gravest first: where several stand at one place, that is what must be seen. */
const gravity: readonly EffectKind[] = [
  'deny',
  'approve',
  'unknown',
  'failed',
  'monitor',
  'mask',
  'evidence',
  'allow',
];
const weight = (step: Step): number => gravity.indexOf(step.mark.kind) + (step.handshake ? 0.5 : 0);

/** Marks for an axis that has room for `room` of them side by side; a hundred thousand steps make no more than that. */
export function axisMarks(
  steps: readonly Step[],
  places: readonly number[],
  room: number,
): readonly AxisMark[] {
  const marks: AxisMark[] = [];
  let slot = -1;
  let best = 0;
  let from = 0;
  const close = (end: number): void => {
    if (end === from) return;
    const step = steps[best]!;
    marks.push({
      at: places[best]!,
      kind: step.mark.kind,
      sign: step.mark.sign,
      step: best,
      steps: end - from,
      handshake: step.handshake,
    });
  };
  for (let at = 0; at < steps.length; at++) {
    const its = Math.min(room - 1, Math.floor(places[at]! * room));
    if (its !== slot) {
      close(at);
      slot = its;
      from = at;
      best = at;
    } else if (weight(steps[at]!) < weight(steps[best]!)) best = at;
  }
  close(steps.length);
  return marks;
}
