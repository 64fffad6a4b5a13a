/** How many cases of tests came out as expected. */
export interface TestTally {
  readonly passed: number;
  readonly failed: number;
  /** Why some of them, or all, could not be run. */
  readonly trouble?: string;
}

/** Of no tests at all. */
export const noTests: TestTally = { passed: 0, failed: 0 };

/** Milliseconds without a keystroke after which tests are run again. `took`: how many they took the last time. */
export const tallyPause = (took: number): number => Math.max(600, 10 * took);

/** Several in one; of what kept some from being run the first. */
export function joinTallies(tallies: readonly TestTally[]): TestTally {
  const sum = (of: 'passed' | 'failed'): number => tallies.reduce((all, one) => all + one[of], 0);
  const trouble = tallies.find((one) => one.trouble !== undefined)?.trouble;
  return { passed: sum('passed'), failed: sum('failed'), ...(trouble !== undefined && { trouble }) };
}

/**
 * How the tests of a policy came out, for the line above it; undefined where there are none.
 * @param isNow false: something was written since they ran
 */
export function tallyWords({ passed, failed, trouble }: TestTally, isNow: boolean): string | undefined {
  const all = passed + failed;
  if (trouble !== undefined)
    return isNow ? 'tests cannot be run' : 'tests could not be run before this change';
  if (all === 0) return undefined;
  const tests = all === 1 ? 'test' : 'tests';
  if (!isNow)
    return `${failed > 0 ? `${failed} of ${all} ${tests} failed` : `${all} ${tests} passed`} before this change`;
  if (failed > 0) return `${failed} of ${all} ${tests} ${failed === 1 ? 'fails' : 'fail'}`;
  return `${all} ${all === 1 ? 'test passes' : 'tests pass'}`;
}
