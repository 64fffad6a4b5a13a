import { targetName } from '../records/asked-text.ts';
import type { RecordedOperation } from '../records/record-header.ts';
import type { Step } from '../records/step.ts';
import { alignKeys } from './align-keys.ts';
import { nearLikeness } from './near-likeness.ts';
import { askedKey, isSameConnection } from './step-differences.ts';

/** Steps of two sessions beside each other. */
export interface StepAlignment {
  /** For each step before its place among those of now; -1: it is only before. */
  readonly partners: Int32Array;
  /** No other alignment has more steps beside each other. */
  readonly best: boolean;
}

/** What a step does to what: its operations, and the collections that they name. Stores name theirs differently, classes are the same. */
const shapeOf = ({ header }: Step, byName: boolean): string =>
  JSON.stringify(header.operations.map((operation) => [called(operation, byName), targetsOf(operation)]));

const called = ({ name, classes }: RecordedOperation, byName: boolean): readonly string[] =>
  byName ? [name] : classes;

const targetsOf = ({ targets }: RecordedOperation): readonly string[] => [
  ...new Set(targets.map(targetName)),
];

/**
 * Aligns the steps of two sessions by what they do, and among those that do the same by what was asked. A session has one
 * connection: where those differ they are compared all the same. Turned round, the result is the same turned round.
 */
export function alignSteps(before: readonly Step[], now: readonly Step[]): StepAlignment {
  const [first, second] = [before[0]?.header, now[0]?.header];
  const same = isSameConnection(first, second);
  const byName = first?.store === second?.store;
  const numbers = new Map<string, number>();
  const number = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  const sideOf = (steps: readonly Step[]) => ({
    texts: steps.map((step) => shapeOf(step, byName)),
    asked: steps.map(({ header }) => askedKey(header, same)),
  });
  const sides = [sideOf(before), sideOf(now)] as const;
  const [left, right] = sides.map(({ texts, asked }) => texts.map((text, at) => text + asked[at]));
  const isTurned = comesAfter(left!, right!);
  const [a, b] = isTurned ? [sides[1], sides[0]] : sides;
  const { partners, best } = alignKeys(a.texts.map(number), b.texts.map(number));
  nearLikeness(partners, a, b);
  return { partners: isTurned ? turned(partners, before.length) : partners, best };
}

/** An order of lists, so that it does not matter which of two comes first. */
function comesAfter(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return a.length > b.length;
  const at = a.findIndex((text, index) => text !== b[index]);
  return at >= 0 && a[at]! > b[at]!;
}

function turned(partners: Int32Array, length: number): Int32Array {
  const back = new Int32Array(length).fill(-1);
  for (const [at, partner] of partners.entries()) if (partner >= 0) back[partner] = at;
  return back;
}
