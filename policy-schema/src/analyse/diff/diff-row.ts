import type { DecideInput } from '../../decide/decide-contract.ts';
import type { Change, ChangedRule } from './change.ts';

/** One line of a permission diff: for whom, where and for what, what changes, and by which rules. */
export interface DiffRow extends Change {
  /** Any of these. */
  readonly who: readonly string[];
  readonly connections: readonly string[];
  /** Any of these. */
  readonly places: readonly string[];
  /** Classes; `connect and list` and `describe` for what a permit implies; `a + b` for operations of both at once. */
  readonly operations: readonly string[];
  readonly rules: readonly ChangedRule[];
  /** It is only about callers or targets that are not fully known. */
  readonly edge: boolean;
  /** False: rules were left aside, or compared as a whole, so it may be said of more than it is true of. */
  readonly exact: boolean;
  /** Whether one operation of a request is among what this tells of. */
  readonly covers: (input: DecideInput, operation: number) => boolean;
}
