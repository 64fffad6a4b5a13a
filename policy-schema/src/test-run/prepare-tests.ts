import type { PolicyFile } from '../compile/compile-policies.ts';
import type { ParsedText } from '../compile/parsed-text.ts';
import type { PlacedProblem } from '../compile/problem.ts';
import { buildCases } from './build-cases.ts';
import { checkTests, type TestSurroundings } from './check/check-tests.ts';
import { type ReadTests, readTests } from './read-tests.ts';
import type { TestCase } from './test-case.ts';

/** A file of tests, read and checked. */
export interface PreparedTests extends ReadTests {
  /** While there are problems these are to be listed, not to be run. */
  readonly cases: readonly TestCase[];
}

/** Reads, checks and lists the tests of a file. */
export function prepareTests(
  file: PolicyFile,
  surroundings: TestSurroundings,
  parsed?: ParsedText,
): PreparedTests {
  const read = readTests(file, parsed);
  checkTests(read.documents, surroundings);
  const cases = read.documents.flatMap((document) => buildCases(document, surroundings.environment));
  return { ...read, problems: read.problems.sort(inOrder), cases };
}

const inOrder = (a: PlacedProblem, b: PlacedProblem): number => a.start - b.start || a.end - b.end;
