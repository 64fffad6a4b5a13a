import type { PolicyFile } from '../../compile/compile-policies.ts';
import { factsOf } from '../case-facts.ts';
import type { PreparedTests } from '../prepare-tests.ts';
import { runCase } from '../run-case.ts';
import type { TestCase } from '../test-case.ts';
import type { TestedPolicies } from '../tested-policies.ts';
import { coveredFiles } from './covered-files.ts';
import type { RanCase, RanTests } from './test-answers.ts';
import { troubleOf } from './trouble-of.ts';

/**
 * Runs some cases of a file, or all, and tells what they saw of `files`, the policies that were loaded. `uriOf` says how
 * whoever asks calls a file.
 */
export function ranTests(
  prepared: PreparedTests,
  policies: TestedPolicies,
  files: readonly PolicyFile[],
  ids: readonly string[] | undefined,
  uriOf: (path: string) => string,
): RanTests {
  if (prepared.problems.length > 0)
    return { trouble: troubleOf('The tests cannot be run', prepared.problems), results: [], coverage: [] };
  const wanted = prepared.cases.filter(({ id }) => ids === undefined || ids.includes(id));
  const results = wanted.map((testCase) => ranCase(policies, testCase));
  return { results, coverage: coveredFiles(policies.coverage.report(), files, uriOf) };
}

function ranCase(policies: TestedPolicies, testCase: TestCase): RanCase {
  const result = runCase(policies, testCase);
  const { passed, message, line, column, endLine, endColumn, expected, actual, trace } = factsOf(result);
  const range = {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
  const rules = result.decision.operations.flatMap((one) =>
    one.trace.map(({ rule, text }) => ({ name: rule.rule, file: rule.file, line: rule.line, text })),
  );
  return { id: testCase.id, passed, message, range, expected, actual, trace, rules };
}
