import { bitsOf } from '../../compile/class-bits.ts';
import type { RuleLimits } from '../../compile/compiled-rule.ts';

/** Limits, with the classes that each is for. */
export const limitKinds = [
  ['topK', bitsOf(['search'])],
  ['page', bitsOf(['scan'])],
  ['records', -1],
] as const;

/** Whether limits leave nothing to one of others: what they lower may still be refused as it was asked. */
export const limitsAsMuch = (
  limits: RuleLimits | undefined,
  others: RuleLimits,
  key: (typeof limitKinds)[number][0],
): boolean =>
  (limits?.[key] ?? Number.POSITIVE_INFINITY) <= others[key]! &&
  (key !== 'topK' || limits?.lower === false || others.lower);
