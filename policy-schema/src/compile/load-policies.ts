import { isLinear } from '../pattern/is-linear.ts';
import { compilePolicies, type PolicyFile } from './compile-policies.ts';
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
  const monitored = rules.some((rule) => rule.monitored);
  return {
    ok: true,
    set: {
      revision: { digest: digestOf(files), ...commit },
      rules,
      enforced: indexRules(rules.filter((rule) => !rule.monitored)),
      complete: monitored ? indexRules(rules) : undefined,
    },
  };
}

const inOrder = (a: PolicyProblem, b: PolicyProblem): number =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;
