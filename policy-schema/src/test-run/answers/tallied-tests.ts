import type { PreparedTests } from '../prepare-tests.ts';
import { runCase } from '../run-case.ts';
import type { TestedPolicies } from '../tested-policies.ts';
import type { TestTally } from './test-tally.ts';
import { troubleOf } from './trouble-of.ts';

/** Runs all tests of a file and counts how they come out, no more. */
export function talliedTests({ cases, problems }: PreparedTests, policies: TestedPolicies): TestTally {
  if (problems.length > 0)
    return { passed: 0, failed: 0, trouble: troubleOf('The tests cannot be run', problems) };
  const failed = cases.filter((one) => runCase(policies, one).differences.length > 0).length;
  return { passed: cases.length - failed, failed };
}
