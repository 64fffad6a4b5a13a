import type { PolicyReport } from './policy-problems.ts';

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `2 errors, 1 warning`; `no problems` when there are none of either. */
export function countProblems(reports: readonly PolicyReport[]): string {
  const told = reports.flatMap((report) => report.told);
  const count = (severity: string): number => told.filter((one) => one.severity === severity).length;
  const parts = [
    [count('error'), 'error'],
    [count('warning'), 'warning'],
  ] as const;
  const some = parts.filter(([number]) => number > 0).map(([number, word]) => counted(number, word));
  return some.length === 0 ? 'no problems' : some.join(', ');
}
