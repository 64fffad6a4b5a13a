import { type CompiledPlace, compilePolicies, type PolicyFile } from '../compile/compile-policies.ts';
import { digestOf } from '../compile/digest.ts';
import { declaredClaims, type PolicyEnvironment } from '../compile/environment.ts';
import { inOrder, policySetOf } from '../compile/load-policies.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import type { PolicyProblem } from '../compile/problem.ts';
import { type ConditionEngine, createConditionEngine } from '../condition/condition-engine.ts';
import type { IsLinear } from '../pattern/translate-pattern.ts';
import { Coverage } from './coverage/coverage.ts';

/** Policies to be tested: loaded as the gateway loads them, and watched while they decide. */
export interface TestedPolicies {
  readonly set: PolicySet;
  readonly places: readonly CompiledPlace[];
  readonly coverage: Coverage;
  readonly engine: ConditionEngine;
  readonly environment: PolicyEnvironment | undefined;
}

/**
 * Loads policies for tests; all or nothing, as the gateway does. Without RE2's word on patterns (`isLinear`) one more of
 * them may be refused by the gateway.
 */
export function loadTested(
  files: readonly PolicyFile[],
  environment: PolicyEnvironment | undefined,
  isLinear?: IsLinear,
): { readonly policies: TestedPolicies } | { readonly problems: readonly PolicyProblem[] } {
  const { problems, places } = compilePolicies(files, { environment, isLinear });
  if (problems.length > 0) return { problems: problems.sort(inOrder) };
  const engine = createConditionEngine(environment && declaredClaims(environment));
  const coverage = new Coverage(places, engine);
  const set = policySetOf(coverage.rules, { digest: digestOf(files) });
  return { policies: { set, places, coverage, engine, environment } };
}
