import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { RequiredFilter } from '../operation/filter.ts';
import type { Target } from '../operation/target.ts';
import type { MaskObligation, RateObligation, TraceStep } from './decision.ts';
import type { ExceededLimit } from './exceeded-limit.ts';

/** A permit that matched and did not apply. */
export interface FailedPermit {
  readonly rule: CompiledRule;
  readonly exceeded?: ExceededLimit;
  readonly missing?: string;
}

/** What one operation's rules come to, collected target by target. */
export class Findings {
  readonly trace: TraceStep[] = [];
  readonly filters: RequiredFilter[] = [];
  readonly masks: MaskObligation[] = [];
  readonly rates: RateObligation[] = [];
  /** The smallest limit that a search is lowered to. */
  topK: number | undefined;
  denied: { readonly rule: CompiledRule; readonly target: Target; readonly sure: boolean } | undefined;
  unpermitted: { readonly target: Target; readonly failed: readonly FailedPermit[] } | undefined;
  missingClaim: { readonly rule: CompiledRule; readonly claim: string } | undefined;
  exceeded: { readonly rule: CompiledRule; readonly limit: ExceededLimit } | undefined;
  approval: CompiledRule | undefined;
  /** Guards that bound an earlier target of the same operation. */
  readonly bound: CompiledRule[] = [];
}
