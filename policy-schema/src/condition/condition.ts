import type { Remedy } from '../compile/remedy.ts';
import type { DecideInput } from '../decide/decide-contract.ts';
import type { Match } from '../decide/decision.ts';
import type { Operation } from '../operation/operation.ts';
import type { Target } from '../operation/target.ts';

/** What a condition may look at: one target of one operation. `views` keeps what was made ready for this request. */
export interface ConditionInput {
  readonly input: DecideInput;
  readonly operation: Operation;
  readonly target: Target;
  readonly views: { identity?: object };
}

/** A checked `when`, independent of the engine that evaluates it. Never throws: what errors is unknown. */
export interface Condition {
  readonly source: string;
  evaluate(input: ConditionInput): Match;
  /** True when it reads the request, which the implied operations of class `meta` do not have. */
  readonly readsRequest: boolean;
  /** True when it reads where the operation acts: a rename may then change its answer. */
  readonly readsTarget: boolean;
  /** Claims that it reads. */
  readonly claims: readonly string[];
}

/** A difference from the profile, in offsets of the condition's text. */
export interface ConditionProblem {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly message: string;
  readonly remedy: Remedy;
}
