import type {
  CoverageSums,
  CoveredFile,
  ListedTest,
  RanCase,
  TestTally,
} from '@vectorgate/policy-schema/test-run';
import type { ReadFile } from '../policy-messages.ts';

/** A file of tests with all that it is about, as the page read it: what is open counts, saved or not. */
export interface AskedTests {
  readonly test: ReadFile;
  readonly files: readonly ReadFile[];
  /** False: there are more policies, which could not be read. */
  readonly isAll?: boolean;
  readonly config?: ReadFile | undefined;
}

/** What a file of tests holds, or why that cannot be told. */
export interface ToldTests {
  readonly tests: readonly ListedTest[];
  readonly trouble?: string | undefined;
}

/** What tests saw of all policies, and of each file. */
export interface ToldCoverage {
  readonly all: CoverageSums;
  readonly files: readonly (CoveredFile & { readonly sums: CoverageSums })[];
}

/** What the worker does about tests. */
export interface TestJobs {
  /** The policies that a file of tests names by their paths from its own folder. */
  namedPolicies(text: string): readonly string[] | undefined;
  listTests(asked: AskedTests): ToldTests;
  /** Begins to count what is covered. */
  beginTests(): void;
  /** Runs some cases of a file, or all. */
  runTests(
    asked: AskedTests,
    ids: readonly string[] | undefined,
  ): { readonly results: readonly RanCase[]; readonly trouble?: string | undefined };
  /** How all tests of a file come out. What is covered by them is not counted. */
  tallyTests(asked: AskedTests): TestTally;
  /** What was covered since it began. */
  endTests(): ToldCoverage;
}
