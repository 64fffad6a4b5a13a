import { isMap, isPair } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Analysis } from '../analyse.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { ruleNode } from '../document/rule-node.ts';
import { rulePair } from '../document/rule-pair.ts';
import { removeKey } from '../fix/remove-key.ts';
import { guardsInForce } from './guards-in-force.ts';
import { limitKinds, limitsAsMuch } from './limit-kinds.ts';
import type { Finding } from './lint.ts';
import { related, they } from './related.ts';
import { keySpan } from './spans.ts';

/** Limits that lower ones of guards leave nothing to do, of all rules but some. */
export function* deadLimits(
  { places, compilation }: Analysis,
  but: ReadonlySet<CompiledPlace>,
): Iterable<Finding> {
  const guards = guardsInForce(compilation, 'limits');
  for (const place of places) {
    const { compiled } = place;
    const { limits } = compiled;
    if (limits === undefined || compiled.monitored || but.has(place)) continue;
    for (const [key, classes] of limitKinds) {
      const own = limits[key];
      if (own === undefined) continue;
      const lower = guards.of(
        { ...compiled, classes: compiled.classes & classes },
        (one) => one.compiled.limits?.[key] !== own && limitsAsMuch(one.compiled.limits, limits, key),
      );
      if (lower === undefined) continue;
      const most = Math.max(...lower.map((one) => one.compiled.limits![key]!));
      yield {
        ...keySpan(place, ['limits', key]),
        code: 'limit-never-acts',
        message: `The ${key} of rule ${compiled.reference.rule} never acts: ${they('allow', lower, place)} no more than ${most} of the same.`,
        remedy: 'Remove it, or set it lower.',
        related: lower.map((one) => related(one, 'allows less')),
        unnecessary: true,
        fixes: () => without(place, key),
      };
    }
  }
}

/** Takes a limit away where the rule has something else to say. */
function without(place: CompiledPlace, key: string): Fix[] {
  const { source, rule } = place;
  const limits = ruleNode(place, 'limits');
  const pair = rulePair(place, 'limits', key);
  if (!isMap(limits) || pair === undefined) return [];
  const title = `Remove ${key}`;
  // What happens beyond topK goes with it.
  const rest = limits.items.filter(
    (one) => one !== pair && (key !== 'topK' || String(one.key) !== 'onExceed'),
  );
  if (rest.length === limits.items.length - 1)
    if (rest.length > 0) return [{ title, changes: removeKey(source.text, limits, pair) }];
  const owner = ruleNode(place);
  const whole = rulePair(place, 'limits');
  const says = rule.effect !== 'guard' || rule.mask !== undefined || rule.require !== undefined;
  return rest.length === 0 && says && isMap(owner) && isPair(whole)
    ? [{ title, changes: removeKey(source.text, owner, whole) }]
    : [];
}
