import { isLinear } from '../pattern/is-linear.ts';
import { compilePolicies, type PolicyFile } from './compile-policies.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { digestOf } from './digest.ts';
import type { PolicyEnvironment } from './environment.ts';
import type { PolicySet } from './policy-set.ts';
import type { PolicyProblem } from './problem.ts';
import { indexRules } from './rule-index.ts';

export interface LoadInput {
  readonly files: readonly PolicyFile[];
  /** Absent: names of connections, issuers and claims are taken as they are. */
  readonly environment?: PolicyEnvironment | undefined;
  /** The commit that the files come from, for the revision. */
  readonly commit?: { readonly commit: string; readonly dirty: boolean };
}

export type LoadResult =
  | { readonly ok: true; readonly set: PolicySet }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads, checks and compiles policy files into one set. All or nothing: any problem means no set. */
export function loadPolicies({ files, environment, commit }: LoadInput): LoadResult {
  const { problems, places } = compilePolicies(files, { environment, isLinear });
  if (problems.length > 0) return { ok: false, problems: problems.sort(inOrder) };
  const rules = places.map(({ compiled }) => compiled);
  return { ok: true, set: policySetOf(rules, { digest: digestOf(files), ...commit }) };
}

/** Rules, checked, as the set that decisions are made by. */
export function policySetOf(rules: readonly CompiledRule[], revision: PolicySet['revision']): PolicySet {
  const monitored = rules.some((rule) => rule.monitored);
  return {
    revision,
    rules,
    enforced: indexRules(rules.filter((rule) => !rule.monitored)),
    complete: monitored ? indexRules(rules) : undefined,
  };
}

/** Problems by file and place. */
export const inOrder = (a: PolicyProblem, b: PolicyProblem): number =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;
