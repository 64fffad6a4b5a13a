import type { Step } from '../records/step.ts';
import { alignSteps } from './align-steps.ts';
import { type SessionTotals, sessionTotals } from './session-totals.ts';
import { type Difference, differences, stepDifferences } from './step-differences.ts';

/** Two steps beside each other, or one that the other session does not have. */
export interface ComparedRow {
  readonly before?: Step;
  readonly now?: Step;
  /** In what the two differ; empty where there is only one. */
  readonly differs: readonly Difference[];
}

/** What becomes of a row: the gravest in which its two steps differ, or in which session alone it is. */
export type RowKind = 'same' | Difference | 'only-before' | 'only-now';

export const rowKinds: readonly RowKind[] = ['same', ...differences, 'only-before', 'only-now'];

export const rowKind = ({ before, now, differs }: ComparedRow): RowKind =>
  now === undefined ? 'only-before' : before === undefined ? 'only-now' : (differs[0] ?? 'same');

/** Two sessions beside each other, by the headers of their records: no value of the data is in it. */
export interface SessionsCompared {
  readonly rows: readonly ComparedRow[];
  readonly counts: Readonly<Record<RowKind, number>>;
  readonly before: SessionTotals;
  readonly now: SessionTotals;
  /** False: long and so different that not the best alignment stands there, but one step by step in their order. */
  readonly best: boolean;
}

/** Aligns the steps of two sessions, and says in what they differ. */
export function compareSessions(before: readonly Step[], now: readonly Step[]): SessionsCompared {
  const { partners, best } = alignSteps(before, now);
  const rows: ComparedRow[] = [];
  let next = 0;
  const onlyNowUntil = (end: number): void => {
    for (; next < end; next++) rows.push({ now: now[next]!, differs: [] });
  };
  // Between two pairs stands first what is only before.
  for (const [at, step] of before.entries()) {
    const partner = partners[at]!;
    if (partner < 0) {
      rows.push({ before: step, differs: [] });
      continue;
    }
    onlyNowUntil(partner);
    rows.push({ before: step, now: now[partner]!, differs: stepDifferences(step, now[partner]!) });
    next = partner + 1;
  }
  onlyNowUntil(now.length);
  const counts = Object.fromEntries(rowKinds.map((kind) => [kind, 0])) as Record<RowKind, number>;
  for (const row of rows) counts[rowKind(row)] += 1;
  return { rows, counts, before: sessionTotals(before, now), now: sessionTotals(now, before), best };
}
