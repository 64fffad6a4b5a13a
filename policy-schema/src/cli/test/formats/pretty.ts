import { type CaseFacts, caseName, factsOf, lineDiff } from '../../../test-run/index.ts';
import { problemText } from '../../check-report.ts';
import { counted } from '../../command-io.ts';
import type { Paint } from '../../paint.ts';
import { type FileReport, sumsOf, type TestReport } from '../test-report.ts';

/** What people read: a line for each test, of one that failed what was expected beside what was decided. */
export function pretty(report: TestReport, paint: Paint): string {
  const { cases, passed, failed, broken } = sumsOf(report);
  const sums = [
    counted(cases, 'case'),
    `${passed} passed`,
    ...(failed === 0 ? [] : [paint('red', `${failed} failed`)]),
    ...(broken === 0 ? [] : [paint('red', `${counted(broken, 'file')} not run`)]),
  ];
  const files = report.files.map((file) => fileText(file, paint)).join('\n');
  return `${files}\n${sums.join(', ')} in ${Math.max(1, Math.round(report.milliseconds))} ms.\n`;
}

function fileText({ path, problems, results }: FileReport, paint: Paint): string {
  if (problems.length > 0) {
    const list = problems.map((problem) => problemText(problem)).join('');
    return `${paint('bold', path)}\n${list}`;
  }
  const byTest = Map.groupBy(results, ({ testCase }) => testCase.test);
  const tests = [...byTest].map(([test, own]) => {
    const failed = own.filter(({ differences }) => differences.length > 0);
    const size = own.length === 1 ? '' : paint('dim', ` (${own.length})`);
    if (failed.length === 0) return `  ${paint('green', '✓')} ${test}${size}\n`;
    return failed
      .map((result) => {
        const facts = factsOf(result);
        const place = paint('dim', `${path}:${facts.line}`);
        return `  ${paint('red', '✗')} ${caseName(result.testCase)}  ${place}\n${failureText(facts, paint)}`;
      })
      .join('');
  });
  return `${paint('bold', path)}\n${tests.join('')}`;
}

/** Lines that both sides have stand plain, the others with a sign. */
function failureText({ expected, actual, trace }: CaseFacts, paint: Paint): string {
  const diff = lineDiff(expected, actual).map(({ sign, line }) => {
    if (sign === ' ') return `        ${line}`;
    return paint(sign === '-' ? 'red' : 'green', `      ${sign} ${line}`);
  });
  const why = trace.map((text) => paint('dim', `        ${text}`));
  return `${[paint('dim', '      - expected, + decided'), ...diff, ...why].join('\n')}\n`;
}
