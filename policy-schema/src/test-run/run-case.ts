import { decide } from '../decide/decide.ts';
import type { RequestDecision } from '../decide/decision.ts';
import { type Difference, differences } from './compare.ts';
import { type Observed, observe } from './observe.ts';
import type { TestCase } from './test-case.ts';
import type { TestedPolicies } from './tested-policies.ts';

/** What became of a case. It passed when there are no differences. */
export interface CaseResult {
  readonly testCase: TestCase;
  readonly decision: RequestDecision;
  readonly observed: Observed;
  readonly differences: readonly Difference[];
}

/** Decides what a case asks, by the engine of the gateway, and compares. */
export function runCase({ set, coverage }: TestedPolicies, testCase: TestCase): CaseResult {
  const { input, expect } = testCase;
  const decision = decide(set, input);
  coverage.note(decision);
  const observed = observe(decision, expect, input.operations[0]!);
  return { testCase, decision, observed, differences: differences(expect, observed) };
}
