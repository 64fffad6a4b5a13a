import type { DecideContext } from './decide-context.ts';
import type { DecisionRefusal } from './decision.ts';
import { nowhere, type RefusalBase } from './refusal-base.ts';
import { refusalText } from './refusal-text.ts';
import { shedGuard } from './shed-guard.ts';
import { targetName } from './wording.ts';

/** A new name under which a rule would no longer bind (combining, point 9). */
export function refuseShed(context: DecideContext, base: RefusalBase): DecisionRefusal | undefined {
  const shed = shedGuard(context, base.operation);
  if (shed === undefined) return undefined;
  const name = targetName(base.operation.renamesTo ?? nowhere, base.connection);
  // The rule's own message speaks of what it refuses, not of this.
  const rule = { ...shed, message: undefined };
  const why = `under the name ${name} it would escape what binds it`;
  return refusalText({ ...base, code: 'guard-would-be-shed', rule, why, remedy: 'or choose another name' });
}
