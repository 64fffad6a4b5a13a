import { classGroups, type OperationClass, operationClasses } from '../operation/operation-class.ts';
import type { OperationWord } from '../schema/operations-schema.ts';

const bits: Readonly<Record<string, number>> = Object.fromEntries(
  operationClasses.map((name, i) => [name, 1 << i]),
);

/** The bit of every class: what a rule without `operations` is about. */
export const allClasses = (1 << operationClasses.length) - 1;

/** Classes as bits; 0 when one is not known, which no rule matches and no permit covers. */
export function bitsOf(classes: readonly string[]): number {
  let all = 0;
  for (const name of classes) {
    const bit = bits[name];
    if (bit === undefined) return 0;
    all |= bit;
  }
  return all;
}

/** The classes that the words of a rule stand for. */
export const classesOf = (words: readonly OperationWord[]): readonly OperationClass[] => [
  ...new Set(words.flatMap((word) => (word === 'read' || word === 'write' ? classGroups[word] : [word]))),
];
