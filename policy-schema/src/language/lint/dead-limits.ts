import { isMap, isPair } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { removeKey } from '../fix/remove-key.ts';
import { ruleCovers } from './covers.ts';
import { limitKinds } from './limit-kinds.ts';
import type { Finding, Lint } from './lint.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, related } from './related.ts';
import { keySpan } from './spans.ts';

/** Limits that a lower one of a guard leaves nothing to do. */
export const deadLimits: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const guards = new PlacesByName(
      compilation.places.filter(
        ({ compiled: { effect, monitored, limits } }) =>
          !monitored && limits !== undefined && (effect === 'guard' || effect === 'require-approval'),
      ),
    );
    for (const place of places) {
      const { compiled } = place;
      const { limits } = compiled;
      if (limits === undefined || compiled.monitored) continue;
      for (const [key, classes] of limitKinds) {
        const own = limits[key];
        if (own === undefined) continue;
        const part = { ...compiled, classes: compiled.classes & classes };
        const lower = guards.covering(part).find(
          (one) =>
            (one.compiled.limits?.[key] ?? Number.POSITIVE_INFINITY) < own &&
            // What one guard lowers another may still refuse as it was asked.
            (key !== 'topK' || one.compiled.limits?.lower === false || limits.lower) &&
            ruleCovers(one.compiled, part),
        );
        if (lower === undefined) continue;
        yield {
          ...keySpan(place, ['limits', key]),
          code: 'limit-never-acts',
          message: `The ${key} of rule ${compiled.reference.rule} never acts: rule ${called(lower, place)} allows no more than ${lower.compiled.limits![key]} of the same.`,
          remedy: 'Remove it, or set it lower.',
          related: [related(lower, 'allows less')],
          unnecessary: true,
          fixes: () => without(place, key),
        };
      }
    }
  },
};

/** Takes a limit away where the rule has something else to say. */
function without({ source, index, rule }: CompiledPlace, key: string): Fix[] {
  const at = ['spec', 'rules', index];
  const limits = source.nodeAt([...at, 'limits']);
  const pair = source.pairAt([...at, 'limits', key]);
  if (!isMap(limits) || pair === undefined) return [];
  const title = `Remove ${key}`;
  // What happens beyond topK goes with it.
  const rest = limits.items.filter(
    (one) => one !== pair && (key !== 'topK' || String(one.key) !== 'onExceed'),
  );
  if (rest.length === limits.items.length - 1)
    if (rest.length > 0) return [{ title, changes: removeKey(source.text, limits, pair) }];
  const owner = source.nodeAt(at);
  const whole = source.pairAt([...at, 'limits']);
  const says = rule.effect !== 'guard' || rule.mask !== undefined || rule.require !== undefined;
  return rest.length === 0 && says && isMap(owner) && isPair(whole)
    ? [{ title, changes: removeKey(source.text, owner, whole) }]
    : [];
}
