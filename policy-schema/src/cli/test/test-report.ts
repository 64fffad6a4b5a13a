import type { PolicyProblem } from '../../compile/problem.ts';
import type { CaseResult, RuleCoverage } from '../../test-run/index.ts';

/** What became of one file of tests. */
export interface FileReport {
  readonly path: string;
  readonly text: string;
  /** What keeps its tests from being run: its own problems, or those of its policies. */
  readonly problems: readonly PolicyProblem[];
  readonly results: readonly CaseResult[];
}

/** What a run of `vectorgate policy test` found. */
export interface TestReport {
  readonly files: readonly FileReport[];
  readonly coverage: readonly RuleCoverage[];
  readonly milliseconds: number;
}

export interface TestSums {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  /** Files whose tests could not be run. */
  readonly broken: number;
}

export function sumsOf({ files }: TestReport): TestSums {
  const results = files.flatMap((file) => file.results);
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  return {
    cases: results.length,
    passed: results.length - failed,
    failed,
    broken: files.filter(({ problems }) => problems.length > 0).length,
  };
}
