import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { ChangedRule } from './change.ts';

/** Rules as a diff refers to them: each once, with the set that has it. */
export function changedRules(
  rules: readonly CompiledRule[],
  { head }: { readonly head: readonly CompiledRule[] },
): readonly ChangedRule[] {
  const known = new Map(
    rules.map((rule) => {
      const side = head.includes(rule) ? ('head' as const) : ('base' as const);
      return [`${side} ${rule.reference.policy}/${rule.reference.rule}`, { ...rule.reference, side }];
    }),
  );
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}
