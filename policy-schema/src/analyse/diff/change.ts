import type { RuleReference } from '../../decide/decision.ts';

/**
 * What a change does to whoever it is for. `changed`: it cannot be told whether that is more or less, so whoever wants
 * nothing widened has to look at it.
 */
export type ChangeKind = 'widened' | 'narrowed' | 'masked' | 'unmasked' | 'changed';

/** What a change is about. `fields`: what may be referred to of what is masked. */
export type ChangeAspect =
  | 'access'
  | 'top-k'
  | 'page'
  | 'records'
  | 'until'
  | 'filter'
  | 'permits'
  | 'lowered'
  | 'mask'
  | 'fields'
  | 'rate'
  | 'approval'
  | 'condition'
  | 'rename';

/** One difference between two policy sets, for somebody and something. Texts hold what stands in the policies. */
export interface Change {
  readonly kind: ChangeKind;
  readonly aspect: ChangeAspect;
  /** A masked field's path; `other fields` for those that no mask names. */
  readonly field?: string;
  readonly before: string;
  readonly after: string;
}

/** Kinds after which somebody may do, or see, more than before. */
export const widening: ReadonlySet<ChangeKind> = new Set(['widened', 'unmasked', 'changed']);

/** A rule that is not alike in both sets. */
export interface ChangedRule extends RuleReference {
  /** The set that has it. */
  readonly side: 'base' | 'head';
}
