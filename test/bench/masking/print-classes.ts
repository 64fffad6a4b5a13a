import { goals, overMaskingGoal } from './goals.ts';
import type { Measured } from './measure.ts';

/** A part of a whole, in percent. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;

/** Prints one line for each class, and some of what leaked. */
export function printClasses(
  print: (line: string) => void,
  { byClass, otherWords, otherWordsRemoved, removedExamples }: Measured,
  examples: number,
): void {
  for (const detector of Object.keys(goals) as (keyof typeof goals)[]) {
    const tally = byClass.get(detector);
    if (tally === undefined) continue;
    const { total, leaked, partly } = tally;
    print(
      `  ${detector.padEnd(16)} ${String(total).padStart(5)} values   leaked ${percent(leaked, total).padStart(6)}   partly ${percent(partly, total).padStart(6)}   goal ${percent(goals[detector], 1)}`,
    );
    for (const example of [...new Set(tally.examples)].slice(0, examples))
      print(`      ${JSON.stringify(example)}`);
  }
  print(
    `  other words      ${String(otherWords).padStart(5)}          removed ${percent(otherWordsRemoved, otherWords).padStart(5)}                    goal ${percent(overMaskingGoal, 1)}`,
  );
  for (const example of [...new Set(removedExamples)].slice(0, examples))
    print(`      ${JSON.stringify(example)}`);
}
