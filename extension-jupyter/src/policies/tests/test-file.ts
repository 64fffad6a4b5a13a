import type { ListedTest, RanCase } from '@vectorgate/policy-schema/test-run';

/** A file of tests, and what became of them. */
export interface TestFile {
  readonly path: string;
  readonly tests: readonly ListedTest[];
  /** By the ids of cases. */
  readonly results: ReadonlyMap<string, RanCase>;
  /** Why they cannot be listed or run. */
  readonly trouble?: string | undefined;
}

/** What became of some cases together. */
export type Outcome = 'passed' | 'failed' | 'not-run';

/** One that failed fails all; one that was not run leaves the others open. */
export function outcomeOf(ids: readonly string[], results: ReadonlyMap<string, RanCase>): Outcome {
  const own = ids.map((id) => results.get(id)?.passed);
  if (own.includes(false)) return 'failed';
  return own.length === 0 || own.includes(undefined) ? 'not-run' : 'passed';
}

/** How many of the cases of some files passed, failed and were not run. */
export function countOutcomes(files: readonly TestFile[]): Readonly<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, 'not-run': 0 };
  for (const { tests, results } of files)
    for (const { cases } of tests) for (const { id } of cases) counts[outcomeOf([id], results)]++;
  return counts;
}
