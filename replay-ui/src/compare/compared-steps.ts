import type { Step } from '../records/step.ts';

/** Without the steps that clients take by themselves, unless those are `wanted`, or there are no others. */
export function comparedSteps(
  before: readonly Step[],
  now: readonly Step[],
  wanted: boolean,
): readonly [before: readonly Step[], now: readonly Step[]] {
  const calls = [before, now].map((steps) =>
    steps.filter(({ handshake, mark }) => !handshake || mark.kind !== 'allow'),
  );
  const [left = [], right = []] = calls;
  return wanted || left.length + right.length === 0 ? [before, now] : [left, right];
}
