import type { Range } from 'vscode-languageserver-types';

// What the server answers to requests of our own about tests of policies. Editors' clients read the same types.

export interface ListedCase {
  readonly id: string;
  readonly name: string;
  readonly range: Range;
}

/** A test: one case, or several. */
export interface ListedTest {
  readonly id: string;
  readonly name: string;
  readonly range: Range;
  readonly cases: readonly ListedCase[];
}

export interface RanCase {
  readonly id: string;
  readonly passed: boolean;
  /** Of one that failed: what is not as expected, where that is said, both sides, and what the rules did. */
  readonly message: string;
  readonly range: Range;
  readonly expected: string;
  readonly actual: string;
  readonly trace: readonly string[];
  /** The rules that did it, one for each sentence of the trace. */
  readonly rules: readonly RanRule[];
}

export interface RanRule {
  readonly name: string;
  /** As whoever asked calls its file, and its line there, 1-based. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface CoveredBranch {
  readonly text: string;
  readonly range: Range;
  readonly yes: number;
  readonly no: number;
}

export interface CoveredRule {
  readonly name: string;
  readonly range: Range;
  readonly hits: number;
  readonly branches: readonly CoveredBranch[];
}

export interface CoveredFile {
  readonly uri: string;
  readonly rules: readonly CoveredRule[];
}

export interface RanTests {
  /** Why nothing could be run; absent when it was. */
  readonly trouble?: string;
  readonly results: readonly RanCase[];
  readonly coverage: readonly CoveredFile[];
}

export * from './test-tally.ts';

/** What is asked of a file of tests, for a policy: `null` when it is not about that one. */
export const tallyTests = 'vectorgate/tallyTests';
export const listTests = 'vectorgate/tests';
export const runTests = 'vectorgate/runTests';
