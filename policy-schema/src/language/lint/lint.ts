import type { Analysis } from '../analyse.ts';
import type { LintCode } from '../diagnose/codes.ts';
import type { PolicyDiagnostic } from '../diagnose/policy-diagnostic.ts';

/** Something a lint found; its severity is settled by its code. */
export type Finding = Omit<PolicyDiagnostic, 'severity' | 'code'> & { readonly code: LintCode };

/** One look at a document that loads, or at what of it is sound. */
export interface Lint {
  /** True: it compares rules with each other, so that a broken one anywhere would make it say what is not so. */
  readonly needsAll?: boolean;
  readonly find: (analysis: Analysis) => Iterable<Finding>;
}
