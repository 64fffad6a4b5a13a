import { ranTests } from '@vectorgate/policy-schema/test-run';
import type { AskedTests } from './test-jobs.ts';
import { TestedSets } from './tests-at-hand.ts';

const mostTold = 10;

/** Throws, with those that fail, unless all tests pass; there may be none. */
export function assertTested(tests: readonly AskedTests[]): void {
  const sets = new TestedSets();
  const told: string[] = [];
  for (const asked of tests) {
    const { path } = asked.test;
    const { prepared, policies, trouble } = sets.at(asked);
    if (policies === undefined) {
      told.push(`${path}: ${trouble ?? 'the policies that it is about do not load'}`);
      continue;
    }
    const ran = ranTests(prepared, policies, [], undefined, (file) => file);
    if (ran.trouble !== undefined) told.push(`${path}: ${ran.trouble}`);
    for (const { passed, range, message } of ran.results)
      if (!passed) told.push(`${path}:${range.start.line + 1}: ${message.split('\n')[0]}`);
  }
  if (told.length === 0) return;
  const more = told.length > mostTold ? [`and ${told.length - mostTold} more`] : [];
  throw new Error(
    ['Tests of the policies fail, so nothing is published:', ...told.slice(0, mostTold), ...more].join('\n'),
  );
}
