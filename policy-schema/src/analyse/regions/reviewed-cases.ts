import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { classGroups, type OperationClass } from '../../operation/operation-class.ts';
import type { ClassCase } from './class-groups.ts';

/** What was written is seen as by a fetch, so these are all that records are shown as. */
const shownAs: readonly OperationClass[] = [...classGroups.read, 'meta'];

/**
 * Classes of recorded operations that rules cannot tell apart for whoever reviews them: permits to review are all alike
 * there, so only what binds counts.
 */
export function reviewedCases(rules: readonly CompiledRule[]): readonly ClassCase[] {
  const binding = rules.filter(({ effect }) => effect !== 'allow');
  const byRules = new Map<string, OperationClass[]>();
  for (const name of shownAs) {
    const bit = bitsOf([name]);
    const key = binding.map(({ classes }) => ((classes & bit) === 0 ? '0' : '1')).join('');
    const own = byRules.get(key);
    if (own === undefined) byRules.set(key, [name]);
    else own.push(name);
  }
  return [...byRules.values()].map((classes) => ({
    classes,
    bits: bitsOf([classes[0]!]),
    ...{ search: false, scan: false, reads: true, reviewed: true },
  }));
}
