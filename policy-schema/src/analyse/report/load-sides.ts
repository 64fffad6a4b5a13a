import type { PolicySet } from '../../compile/policy-set.ts';
import type { Sides } from './compare-sides.ts';
import { loadSide } from './load-side.ts';

/** Whose policies the first side is, as a message begins. */
export const here = 'The policies here';

/** Loads both sides, the base first. Throws `PolicyError` code `policies-unreadable`, in words for people. */
export function loadSides(
  { head, base, environment }: Sides,
  whose = here,
): readonly [base: PolicySet, head: PolicySet] {
  const after = loadSide(head, environment, whose);
  return [loadSide(base.files, environment, `The policies of ${base.name}`), after];
}
