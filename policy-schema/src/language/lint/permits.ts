import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { removeRule } from '../fix/remove-rule.ts';
import { Covering, coverTogether } from './cover-together.ts';
import { ruleCovers } from './covers.ts';
import { limitKinds } from './limit-kinds.ts';
import type { Finding, Lint } from './lint.ts';
import { Needless } from './needless.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, calledTogether, related } from './related.ts';
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
    JSON.stringify(except) !== JSON.stringify(b.resources?.except)
  );
};

/** Whether a permit gives nothing that the other does not give too. */
const adds = (b: CompiledRule, a: CompiledRule): boolean =>
  !(
    ruleCovers(a, b) &&
    !narrowsLists(a, b) &&
    generous(a, b) &&
    (a.expires === undefined || (b.expires !== undefined && a.expires >= b.expires)) &&
    (a.filter === undefined || JSON.stringify(a.filter) === JSON.stringify(b.filter))
  );

/** Permits that do nothing: a refusal outweighs them, or another permit gives as much. */
export const permits: Lint = {
  needsAll: true,
  *find({ places, compilation, surroundings: { now } }): Iterable<Finding> {
    const isOver = ({ compiled: { expires } }: CompiledPlace): boolean =>
      expires !== undefined && expires <= now;
    const inForce = compilation.places.filter((one) => !one.compiled.monitored && !isOver(one));
    const refusing = new PlacesByName(
      inForce.filter(({ compiled: { effect, when } }) => effect === 'deny' && when === undefined),
    );
    const permitting = new PlacesByName(inForce.filter(({ compiled }) => compiled.effect === 'allow'));
    const refusal = new Covering(refusing, ruleCovers, true);
    const needless = new Needless(new Covering(permitting, (one, part) => !adds(part, one), false));
    for (const place of places.toReversed()) {
      const { compiled } = place;
      if (compiled.effect !== 'allow' || isOver(place)) continue;
      const fixes = () => [{ title: `Delete rule ${compiled.reference.rule}`, changes: removeRule(place) }];
      const deny = refusing.covering(compiled).find((one) => ruleCovers(one.compiled, compiled));
      const denies = deny ? [deny] : coverTogether(compiled, refusal);
      if (denies !== undefined) {
        const who = deny ? `rule ${called(deny, place)} refuses` : `${calledTogether(denies, place)} refuse`;
        yield {
          ...spanOf(place),
          code: 'permit-shadowed',
          message: `The permit ${compiled.reference.rule} never applies: ${who} all that it permits.`,
          remedy: deny
            ? 'Narrow the refusal, or delete the permit.'
            : 'Narrow one of them, or delete the permit.',
          related: denies.map((one) => related(one, deny ? 'refuses all of it' : 'refuses a part of it')),
          unnecessary: true,
          fixes,
        };
        continue;
      }
      if (compiled.monitored) continue;
      const wider = needless.alone(place);
      const all = wider ? [wider] : needless.together(place);
      if (all === undefined) continue;
      const who = wider ? `rule ${called(wider, place)} permits` : `${calledTogether(all, place)} permit`;
      yield {
        ...spanOf(place),
        code: 'permit-redundant',
        message: `The permit ${compiled.reference.rule} adds nothing: ${who} as much.`,
        remedy: wider ? 'Delete it, or narrow the other.' : 'Delete it, or narrow one of them.',
        related: all.map((one) => related(one, wider ? 'permits as much' : 'permits a part of it')),
        unnecessary: true,
        fixes,
      };
    }
  },
};
