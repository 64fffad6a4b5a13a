import type { PlacedProblem } from '../../compile/problem.ts';
import type { Fix } from '../../language/diagnose/policy-diagnostic.ts';

/** What a machine can mend of a problem of tests: the word that was meant. */
export function testFixes({ file, replacement, start, end }: PlacedProblem): readonly Fix[] {
  if (replacement === undefined) return [];
  // What is quoted, a list or a number is JSON already.
  const text =
    file.endsWith('.json') && !/^(["[\d-]|(true|false)$)/.test(replacement)
      ? JSON.stringify(replacement)
      : replacement;
  return [{ title: `Change to ${text}`, changes: [{ start, end, text }], preferred: true }];
}
