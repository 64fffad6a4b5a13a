import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { removeRule } from '../fix/remove-rule.ts';
import { ruleCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, related } from './related.ts';
import { spanOf } from './spans.ts';

const generous = (a: CompiledRule, b: CompiledRule): boolean =>
  (['topK', 'page', 'records'] as const).every((key) => {
    const [wide, narrow] = [a.limits?.[key], b.limits?.[key]];
    return wide === undefined || (narrow !== undefined && wide >= narrow);
  });

/** Whether a permit gives nothing that the other does not give too. */
const adds = (b: CompiledRule, a: CompiledRule): boolean =>
  !(
    ruleCovers(a, b) &&
    generous(a, b) &&
    (a.expires === undefined || (b.expires !== undefined && a.expires >= b.expires)) &&
    (a.filter === undefined || JSON.stringify(a.filter) === JSON.stringify(b.filter))
  );

/** Of two that say the same the one that comes first is kept. */
const isEarlier = (a: CompiledPlace, b: CompiledPlace): boolean =>
  a.source === b.source ? a.index < b.index : a.source.file < b.source.file;

/** Permits that do nothing: a refusal outweighs them, or another permit gives as much. */
export const permits: Lint = {
  needsAll: true,
  *find({ places, compilation, surroundings: { now } }): Iterable<Finding> {
    const isOver = ({ compiled: { expires } }: CompiledPlace): boolean =>
      expires !== undefined && expires <= now;
    const inForce = compilation.places.filter((one) => !one.compiled.monitored && !isOver(one));
    const byName = new PlacesByName(inForce);
    for (const place of places) {
      const { compiled } = place;
      if (compiled.effect !== 'allow' || isOver(place)) continue;
      const fixes = () => [{ title: `Delete rule ${compiled.reference.rule}`, changes: removeRule(place) }];
      const near = byName.covering(compiled);
      const deny = near.find(
        (one) =>
          one.compiled.effect === 'deny' &&
          one.compiled.when === undefined &&
          ruleCovers(one.compiled, compiled),
      );
      if (deny !== undefined) {
        yield {
          ...spanOf(place),
          code: 'permit-shadowed',
          message: `The permit ${compiled.reference.rule} never applies: rule ${called(deny, place)} refuses all that it permits.`,
          remedy: 'Narrow the refusal, or delete the permit.',
          related: [related(deny, 'refuses all of it')],
          unnecessary: true,
          fixes,
        };
        continue;
      }
      const wider = near.find(
        (one) =>
          one !== place &&
          one.compiled.effect === 'allow' &&
          !adds(compiled, one.compiled) &&
          (adds(one.compiled, compiled) || isEarlier(one, place)),
      );
      if (wider === undefined || compiled.monitored) continue;
      yield {
        ...spanOf(place),
        code: 'permit-redundant',
        message: `The permit ${compiled.reference.rule} adds nothing: rule ${called(wider, place)} permits as much.`,
        remedy: 'Delete it, or narrow the other.',
        related: [related(wider, 'permits as much')],
        unnecessary: true,
        fixes,
      };
    }
  },
};
