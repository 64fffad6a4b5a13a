import type { ChangedRule, DiffRow } from '@vectorgate/policy-schema/analyse';

/** One line of what a change of policies does, as a record keeps it. */
export type ChangeRow = Omit<DiffRow, 'covers'>;

/** What a change of policies does to whom. */
export interface ChangeDiff {
  /** Somebody gets more than before, or it cannot be told that nobody does. */
  readonly widens: boolean;
  /** In words, one line. */
  readonly summary: string;
  readonly rows: readonly ChangeRow[];
  /** Rows beyond those, which are left out. */
  readonly more: number;
  readonly rules: readonly ChangedRule[];
}
