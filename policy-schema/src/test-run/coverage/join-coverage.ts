import type { BranchCoverage, RuleCoverage, Seen } from './coverage.ts';

const added = (a: Seen, b: Seen): Seen => ({
  yes: a.yes + b.yes,
  no: a.no + b.no,
  unknown: a.unknown + b.unknown,
});

/** What several runs saw of the same rules as one. */
export function joinCoverage(coverage: readonly RuleCoverage[]): readonly RuleCoverage[] {
  const joined = new Map<string, RuleCoverage>();
  for (const rule of coverage) {
    const key = `${rule.file} ${rule.policy}/${rule.rule}`;
    const before = joined.get(key);
    if (before === undefined) {
      joined.set(key, rule);
      continue;
    }
    const branches = before.branches.map((branch, i): BranchCoverage => {
      const other = rule.branches[i];
      return other === undefined ? branch : { ...branch, seen: added(branch.seen, other.seen) };
    });
    joined.set(key, { ...before, hits: before.hits + rule.hits, branches });
  }
  return [...joined.values()];
}
