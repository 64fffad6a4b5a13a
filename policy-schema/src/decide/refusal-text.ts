import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';
import type { Target } from '../operation/target.ts';
import type { DecisionCode, DecisionRefusal } from './decision.ts';
import { askWhom, subject } from './wording.ts';

/** What a refusal is made of. */
export interface RefusalParts {
  readonly code: DecisionCode;
  readonly operation: Operation;
  readonly index: number;
  readonly target: Target;
  /** What the caller is told of it, where that is less. */
  readonly told?: Target;
  readonly connection: string;
  /** The rule that refuses, when one does. */
  readonly rule?: CompiledRule;
  /** Why, without the rule and the full stop. The rule's own message wins. */
  readonly why: string;
  /** What to do beside asking, e.g. `or lower n_results`. */
  readonly remedy?: string;
  /** Whom to ask when there is no rule. */
  readonly contacts?: readonly (string | undefined)[];
}

/** A refusal in the words of the product: what was refused and why; what to do next. */
export function refusalText(parts: RefusalParts): DecisionRefusal {
  const { rule, operation, target, told = target, connection } = parts;
  const why = rule?.message?.replace(/\.$/, '') ?? parts.why;
  const named = rule === undefined ? '' : ` (rule ${rule.reference.rule})`;
  const ask = askWhom(rule === undefined ? (parts.contacts ?? []) : [rule.policy.contact]);
  return {
    code: parts.code,
    operation: parts.index,
    ...(rule !== undefined && { rule: rule.reference }),
    message: `${subject(operation, told, connection)} refused: ${why}${named}.`,
    next: parts.remedy === undefined ? `${ask}.` : `${ask}, ${parts.remedy}.`,
    ...(told !== target && { unseen: true }),
  };
}
