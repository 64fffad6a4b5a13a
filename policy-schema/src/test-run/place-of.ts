import type { Path } from '../compile/policy-source.ts';
import type { TestCase } from './test-case.ts';

/** Offsets in the text of a file; the end is exclusive. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

function placeAt({ document: { source } }: TestCase, path: Path): TextPlace {
  const key = source.pairAt(path)?.key as { range?: readonly number[] } | undefined;
  const [start = 0, end = start] = key?.range ?? source.nodeAt(path)?.range ?? [];
  return { start, end };
}

/** Where a case is written: the name of its test, or its word in the matrix. */
export const placeOfCase = (testCase: TestCase): TextPlace =>
  placeAt(testCase, testCase.at[1] === 'matrix' ? testCase.at : [...testCase.at, 'name']);

/** Where it says what it expects: of one key where that is given. */
export function placeOfExpectation(testCase: TestCase, key?: string): TextPlace {
  const { expectAt, at } = testCase;
  if (at[1] === 'matrix') return placeAt(testCase, expectAt);
  const own = key === undefined ? undefined : [...expectAt, key];
  return placeAt(testCase, own ?? expectAt);
}

/** Where a test as a whole stands: its name, or the row of the matrix. */
export const placeOfTest = (testCase: TestCase): TextPlace =>
  testCase.at[1] === 'matrix' ? placeAt(testCase, testCase.at.slice(0, 3)) : placeOfCase(testCase);
