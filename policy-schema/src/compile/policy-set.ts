import type { Revision } from '../decide/decision.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { RuleIndex } from './rule-index.ts';

/** All documents in force, checked and indexed. Immutable; made by `loadPolicies`. */
export interface PolicySet {
  readonly revision: Revision;
  readonly rules: readonly CompiledRule[];
  /** What decides: without monitored rules. */
  readonly enforced: RuleIndex;
  /** With monitored rules counted in; absent when there are none. */
  readonly complete: RuleIndex | undefined;
}
