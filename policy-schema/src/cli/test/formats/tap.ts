import { stringify } from 'yaml';
import { caseName, factsOf } from '../../../test-run/index.ts';
import { sumsOf, type TestReport } from '../test-report.ts';

const name = (text: string): string => text.replace(/[\\#]/g, '\\$&').replace(/\s+/g, ' ');

const block = (value: object): string =>
  `  ---\n${stringify(value, { lineWidth: 0 }).replace(/^(?=.)/gm, '  ')}  ...\n`;

/** TAP version 14: one test point for each case, and one for each file that could not be run. */
export function tap(report: TestReport): string {
  let count = 0;
  const points = report.files.flatMap(({ path, problems, results }) => {
    if (problems.length > 0) {
      const first = problems[0]!;
      const { file, line, column, code, message, remedy } = first;
      const told = { message: `${message} ${remedy}`, code, at: { file, line, column } };
      return [`not ok ${++count} - ${name(path)}\n${block(told)}`];
    }
    return results.map((result) => {
      const { passed, message, line, column, expected, actual } = factsOf(result);
      const title = `${++count} - ${name(`${path}: ${caseName(result.testCase)}`)}`;
      if (passed) return `ok ${title}\n`;
      return `not ok ${title}\n${block({ message, at: { file: path, line, column }, expected, actual })}`;
    });
  });
  const { cases, passed } = sumsOf(report);
  return `TAP version 14\n1..${count}\n${points.join('')}# ${passed} of ${cases} cases passed\n`;
}
