import { caseName, factsOf } from '../../../test-run/index.ts';
import { type FileReport, sumsOf, type TestReport } from '../test-report.ts';

/** Text as XML 1.0 takes it: what has no place in it, and halves of pairs, are left out. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[<>&"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replace(/\n/g, '&#10;');

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');

function suite({ path, problems, results }: FileReport): string {
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  const head = attributes({
    name: path,
    tests: problems.length > 0 ? 1 : results.length,
    failures: failed,
    errors: problems.length > 0 ? 1 : 0,
  });
  const errors = problems.slice(0, 1).map(({ file, line, column, code, message, remedy }) => {
    const told = problems
      .map((one) => `${one.file}:${one.line}:${one.column} ${one.code} ${one.message} ${one.remedy}`)
      .join('\n');
    const error = attributes({ message: `${message} ${remedy}`, type: code });
    return `    <testcase${attributes({ name: 'is read', classname: path, file, line: `${line}:${column}` })}><error${error}>${escaped(told)}</error></testcase>\n`;
  });
  const cases = results.map((result) => {
    const { passed, message, line, expected, actual, trace } = factsOf(result);
    const own = attributes({ name: caseName(result.testCase), classname: path, file: path, line });
    if (passed) return `    <testcase${own}/>\n`;
    const body = escaped(`expected\n${expected}decided\n${actual}${trace.join('\n')}`);
    return `    <testcase${own}><failure${attributes({ message, type: result.differences[0]!.key })}>${body}</failure></testcase>\n`;
  });
  return `  <testsuite${head}>\n${[...errors, ...cases].join('')}  </testsuite>\n`;
}

/** JUnit's XML, as continuous integration reads it. */
export function junit(report: TestReport): string {
  const { cases, failed, broken } = sumsOf(report);
  const head = attributes({
    name: 'vectorgate policy test',
    tests: cases + broken,
    failures: failed,
    errors: broken,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${report.files.map(suite).join('')}</testsuites>\n`;
}
