import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import { runCase } from '../run-case.ts';
import type { TestCase } from '../test-case.ts';
import type { TestedPolicies } from '../tested-policies.ts';

/** Most cases that are told of. */
const most = 5;

/** What the policies decide for some cases now, and why, in Markdown. */
export function decidedMeaning(cases: readonly TestCase[], policies: TestedPolicies): string | undefined {
  const told = cases.slice(0, most).map((testCase) => {
    const { decision, differences } = runCase(policies, testCase);
    const sign = differences.length === 0 ? '✓ as expected' : '✗ not as expected';
    const why = decision.operations.flatMap(({ trace }) => trace.map(({ text }) => `  - ${plain(text)}`));
    return [
      `- ${codeSpan(testCase.identity)}, ${codeSpan(testCase.operation)}: **${decision.effect}**, ${sign}`,
      ...why,
    ].join('\n');
  });
  if (told.length === 0) return undefined;
  const more = cases.length > most ? [`- and ${cases.length - most} more`] : [];
  return ['Decided now:', '', ...told, ...more].join('\n');
}
