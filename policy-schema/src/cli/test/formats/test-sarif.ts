import { caseName, factsOf } from '../../../test-run/index.ts';
import type { TestReport } from '../test-report.ts';

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const found = (file: string, ruleId: string, text: string, place: Place): object => ({
  ruleId,
  level: 'error',
  message: { text },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: encodeURI(file) },
        region: {
          startLine: place.line,
          startColumn: place.column,
          endLine: place.endLine,
          endColumn: place.endColumn,
        },
      },
    },
  ],
});

/** What failed as SARIF 2.1.0: where it is expected, so that a pull request shows it there. */
export function testSarif({ files }: TestReport): object {
  const results = files.flatMap(({ path, problems, results: own }) => [
    ...problems.map((problem) =>
      found(problem.file, problem.code, `${problem.message} ${problem.remedy}`, problem),
    ),
    ...own.flatMap((result) => {
      const facts = factsOf(result);
      if (facts.passed) return [];
      const text = `${caseName(result.testCase)}: ${facts.message}\nexpected\n${facts.expected}decided\n${facts.actual}`;
      return [found(path, 'policy-test-failed', text, facts)];
    }),
  ]);
  const ids = [...new Set(results.map((one) => Reflect.get(one, 'ruleId') as string))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'vectorgate policy test', rules: ids.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}
