import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { classGroups, type OperationClass, operationClasses } from '../../operation/operation-class.ts';

const reads: ReadonlySet<string> = new Set(classGroups.read);
/** With more groups only so many classes of one operation are looked at together; no store has such operations. */
const mostTogether = 3;

/** Classes that rules cannot tell apart, taken alone or, for operations of several classes, together. */
export interface ClassCase {
  readonly classes: readonly OperationClass[];
  /** One class of each group: operations that are of all of these at once. Absent: of one group. */
  readonly together?: readonly (readonly OperationClass[])[];
  readonly bits: number;
  readonly search: boolean;
  readonly scan: boolean;
  readonly reads: boolean;
  /** Not of operations themselves, but of records of them that somebody else reviews. */
  readonly reviewed?: boolean;
}

const caseOf = (groups: readonly (readonly OperationClass[])[]): ClassCase => {
  const classes = groups.flat();
  return {
    classes,
    ...(groups.length > 1 && { together: groups }),
    bits: groups.reduce((bits, [first]) => bits | (1 << operationClasses.indexOf(first!)), 0),
    search: classes.includes('search'),
    scan: classes.includes('scan'),
    reads: classes.every((name) => reads.has(name)),
  };
};

/** Every kind of operation that the rules can tell apart: single ones first. */
export function classCases(rules: readonly CompiledRule[]): readonly ClassCase[] {
  const byRules = new Map<string, OperationClass[]>();
  for (const [i, name] of operationClasses.entries()) {
    const limited = name === 'search' || name === 'scan' ? name : '';
    const key = `${limited} ${reads.has(name)} ${rules.map(({ classes }) => (classes >> i) & 1).join('')}`;
    const own = byRules.get(key);
    if (own === undefined) byRules.set(key, [name]);
    else own.push(name);
  }
  const groups = [...byRules.values()];
  let sets: (readonly OperationClass[])[][] = [[]];
  for (const group of groups) {
    sets = sets.flatMap((before) =>
      groups.length > 6 && before.length >= mostTogether ? [before] : [before, [...before, group]],
    );
  }
  return sets
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length)
    .map(caseOf);
}
