import { coverageSums, factsOf } from '../../../test-run/index.ts';
import { sumsOf, type TestReport } from '../test-report.ts';

/** All that a run found, for machines. */
export function testJson(report: TestReport, withCoverage: boolean): object {
  const { coverage, files } = report;
  return {
    ok: sumsOf(report).failed === 0 && sumsOf(report).broken === 0,
    ...sumsOf(report),
    files: files.map(({ path, problems, results }) => ({
      path,
      problems: problems.map(({ file, line, column, code, message, remedy }) => ({
        file,
        line,
        column,
        code,
        message,
        remedy,
      })),
      cases: results.map((result) => {
        const { passed, line, column, message, trace } = factsOf(result);
        const { id, test, identity, operation } = result.testCase;
        const failed = { message, differences: result.differences, trace };
        return { id, test, identity, operation, line, column, passed, ...(!passed && failed) };
      }),
    })),
    ...(withCoverage && { coverage: { ...coverageSums(coverage), byRule: coverage } }),
  };
}
