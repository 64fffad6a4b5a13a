import type { PlacedProblem } from '../../compile/problem.ts';
import type { Fix } from '../../language/diagnose/policy-diagnostic.ts';

/** What a machine can mend of a problem of tests: the word that was meant. */
export function testFixes({ replacement, start, end }: PlacedProblem): readonly Fix[] {
  if (replacement === undefined) return [];
  return [
    { title: `Change to ${replacement}`, changes: [{ start, end, text: replacement }], preferred: true },
  ];
}
