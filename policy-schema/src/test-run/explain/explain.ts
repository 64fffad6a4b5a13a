import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { canonically } from '../../compile/rule-index.ts';
import { decide } from '../../decide/decide.ts';
import type { DecideInput } from '../../decide/decide-contract.ts';
import type { Effect, Match, RequestDecision, RuleReference } from '../../decide/decision.ts';
import { matchPrincipals } from '../../decide/match-principals.ts';
import { matchResources } from '../../decide/match-resources.ts';
import { both, type Tri, triOf, wordOf, yes } from '../../decide/tri.ts';
import type { Operation } from '../../operation/operation.ts';
import type { Target } from '../../operation/target.ts';
import { everyPart, type SubExpression } from '../coverage/sub-expressions.ts';
import { DissectedCondition } from '../coverage/truth.ts';
import type { TestedPolicies } from '../tested-policies.ts';

/** Part of a condition and its truth for one request. */
export interface ExplainedPart {
  readonly text: string;
  /** The condition itself comes first, then its parts. */
  readonly depth: number;
  readonly truth: Match;
  /** False: an earlier part had settled the answer. */
  readonly asked: boolean;
}

/** One rule against one target of a request. */
export interface ExplainedRule {
  readonly rule: RuleReference;
  readonly effect: Effect;
  readonly monitored: boolean;
  readonly target: Target;
  readonly operations: Match;
  readonly who: Match;
  readonly where: Match;
  /** Empty without a `when`. */
  readonly when: readonly ExplainedPart[];
  /** All of it together. */
  readonly match: Match;
  /** What came of it, a sentence each; empty when it came to nothing. */
  readonly said: readonly string[];
}

/** Why a request is decided as it is. */
export interface Explanation {
  readonly decision: RequestDecision;
  /** Every rule, in the order in which they are looked at, with every target. */
  readonly rules: readonly ExplainedRule[];
}

/** Explains the decision of a request of one operation: the truth of every part of every rule, by the engine that decides. */
export function explain(policies: TestedPolicies, input: DecideInput): Explanation {
  const decision = decide(policies.set, input);
  const [operation] = input.operations;
  const targets = [...operation!.targets, ...(operation!.renamesTo ? [operation!.renamesTo] : [])];
  const places = policies.places.toSorted((a, b) => canonically(a.compiled, b.compiled));
  const rules = places.flatMap((place) =>
    targets.map((target) => explainRule(policies, place, input, operation!, target, decision)),
  );
  return { decision, rules };
}

/** Whether the rule is about this class of operations: a permit must name all, any other rule one of them. */
function matchClasses({ compiled: { effect, classes } }: CompiledPlace, operation: Operation): Match {
  const wanted = bitsOf(operation.classes);
  // Any permit of a connection implies the three operations of class meta.
  if (effect === 'allow')
    return operation.implied !== undefined || (classes & wanted) === wanted ? 'yes' : 'no';
  return (classes & wanted) === 0 ? 'no' : 'yes';
}

function explainRule(
  { engine }: TestedPolicies,
  place: CompiledPlace,
  input: DecideInput,
  operation: Operation,
  target: Target,
  decision: RequestDecision,
): ExplainedRule {
  const { reference, effect, monitored, principals, resources, when } = place.compiled;
  const operations = matchClasses(place, operation);
  const who = matchPrincipals(principals, input);
  const where = matchResources(resources, input.connection.name, target);
  const at = { input, operation, target, views: {} };
  const parts = when === undefined ? [] : partsOf(new DissectedCondition(when.source, engine), at);
  const condition: Tri = when === undefined ? yes : triOf(when.evaluate(at));
  return {
    rule: reference,
    effect,
    monitored,
    target,
    operations,
    who: wordOf(who),
    where: wordOf(where),
    when: parts,
    match: operations === 'no' ? 'no' : wordOf(both(both(who, where), condition)),
    said: saidOf(decision, reference),
  };
}

function partsOf(
  dissected: DissectedCondition,
  at: Parameters<DissectedCondition['truth']>[1],
): ExplainedPart[] {
  const asked = new Set([...dissected.walk(at)].map(([part]) => part));
  const depths = new Map<SubExpression, number>([[dissected.root, 0]]);
  return [...everyPart(dissected.root)].map((part) => {
    const depth = depths.get(part) ?? 0;
    for (const inner of part.parts) depths.set(inner, depth + 1);
    return { text: part.text, depth, truth: dissected.truth(part, at), asked: asked.has(part) };
  });
}

function saidOf(decision: RequestDecision, { policy, rule }: RuleReference): readonly string[] {
  const steps = [decision, ...(decision.monitored === undefined ? [] : [decision.monitored])].flatMap((one) =>
    one.operations.flatMap(({ trace }) => trace),
  );
  const own = steps.filter((step) => step.rule.policy === policy && step.rule.rule === rule);
  return [...new Set(own.map(({ text }) => text))];
}
