import type { PolicyFile } from '../../compile/compile-policies.ts';
import { TextLines } from '../../language/document/text-lines.ts';
import { factsOf } from '../case-facts.ts';
import type { PreparedTests } from '../prepare-tests.ts';
import { runCase } from '../run-case.ts';
import type { TestCase } from '../test-case.ts';
import type { TestedPolicies } from '../tested-policies.ts';
import type { CoveredFile, RanCase, RanTests } from './test-answers.ts';
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
  return { results, coverage: coverageOf(policies, files, uriOf) };
}

function ranCase(policies: TestedPolicies, testCase: TestCase): RanCase {
  const { passed, message, line, column, endLine, endColumn, expected, actual, trace } = factsOf(
    runCase(policies, testCase),
  );
  const range = {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
  return { id: testCase.id, passed, message, range, expected, actual, trace };
}

function coverageOf(
  { coverage }: TestedPolicies,
  files: readonly PolicyFile[],
  uriOf: (path: string) => string,
): CoveredFile[] {
  const rules = coverage.report();
  return files.map(({ path, text }) => {
    const lines = new TextLines(text);
    const own = rules.filter(({ file }) => file === path);
    return {
      uri: uriOf(path),
      rules: own.map(({ rule, start, end, hits, branches }) => ({
        name: rule,
        range: lines.range(start, end),
        hits,
        branches: branches.map((branch) => ({
          text: branch.text,
          range: lines.range(branch.start, branch.end),
          yes: branch.seen.yes,
          no: branch.seen.no,
        })),
      })),
    };
  });
}
