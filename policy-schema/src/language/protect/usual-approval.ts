import type { Analysis } from '../analyse.ts';

/** How approval is asked for elsewhere in these policies, where that is always the same. */
export function usualApproval({ compilation }: Analysis): unknown {
  const all = compilation.places.flatMap(({ rule }) =>
    rule.effect === 'require-approval' ? [JSON.stringify(rule.approval)] : [],
  );
  return new Set(all).size === 1 ? JSON.parse(all[0]!) : undefined;
}
