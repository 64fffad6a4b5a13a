import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { deleteRule } from '../fix/remove-rule.ts';
import { Covering } from './covering.ts';
import { ruleCovers } from './covers.ts';
import { isInForce } from './in-force.ts';
import { limitKinds } from './limit-kinds.ts';
import type { Finding, Lint } from './lint.ts';
import { Needless } from './needless.ts';
import { PlacesByName } from './places-by-name.ts';
import { redundant } from './redundant.ts';
import { related, they } from './related.ts';
import { same } from './same.ts';
import { spanOf } from './spans.ts';

/** Whether the limits of a permit let through whatever those of the other do. */
const generous = (a: CompiledRule, b: CompiledRule): boolean =>
  limitKinds.every(([key, classes]) => {
    const [wide, narrow] = [a.limits?.[key], b.limits?.[key]];
    return wide === undefined || (b.classes & classes) === 0 || (narrow !== undefined && wide >= narrow);
  });

/** Whether what a permit leaves out may keep from listing too, which asks about all databases at once. */
const narrowsLists = (a: CompiledRule, b: CompiledRule): boolean => {
  const except = a.resources?.except;
  return (
    (except?.tenants ?? except?.databases ?? except?.namespaces) !== undefined &&
    !same(except!, b.resources?.except ?? {})
  );
};

/** Whether a permit gives nothing that the other does not give too. */
const adds = (b: CompiledRule, a: CompiledRule): boolean =>
  !(
    ruleCovers(a, b) &&
    !narrowsLists(a, b) &&
    generous(a, b) &&
    (a.expires === undefined || (b.expires !== undefined && a.expires >= b.expires)) &&
    (a.filter === undefined || same(a.filter, b.filter ?? []))
  );

/** Permits that do nothing: a refusal outweighs them, or another permit gives as much. */
export const permits: Lint = {
  needsAll: true,
  *find({ places, compilation, surroundings: { now } }): Iterable<Finding> {
    const inForce = compilation.places.filter((one) => isInForce(one, now));
    const permitting = inForce.filter(({ compiled }) => compiled.effect === 'allow');
    const refusal = new Covering(
      new PlacesByName(
        inForce.filter(({ compiled: { effect, when } }) => effect === 'deny' && when === undefined),
      ),
      ruleCovers,
      true,
    );
    const needless = new Needless(
      permitting,
      new Covering(new PlacesByName(permitting), (one, part) => !adds(part, one), false),
    );
    for (const place of places.toReversed()) {
      const { compiled } = place;
      if (compiled.effect !== 'allow' || (compiled.expires ?? Number.POSITIVE_INFINITY) <= now) continue;
      const denies = refusal.of(compiled);
      if (denies !== undefined) {
        const isOne = denies.length === 1;
        yield {
          ...spanOf(place),
          code: 'permit-shadowed',
          message: `The permit ${compiled.reference.rule} never applies: ${they('refuse', denies, place)} all that it permits.`,
          remedy: `Narrow ${isOne ? 'the refusal' : 'one of them'}, or delete the permit.`,
          related: denies.map((one) => related(one, `refuses ${isOne ? 'all' : 'a part'} of it`)),
          unnecessary: true,
          fixes: deleteRule(place),
        };
        continue;
      }
      if (compiled.monitored) continue;
      const all = needless.of(place);
      if (all !== undefined) yield redundant(place, 'permit', 'permit', all);
    }
  },
};
