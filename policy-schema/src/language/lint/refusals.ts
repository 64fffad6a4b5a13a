import { removeRule } from '../fix/remove-rule.ts';
import { ruleCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, related } from './related.ts';
import { spanOf } from './spans.ts';

/** Refusals that another refusal makes already. */
export const refusals: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const denies = compilation.places.filter(
      ({ compiled }) => compiled.effect === 'deny' && !compiled.monitored && compiled.message === undefined,
    );
    const byName = new PlacesByName(denies);
    const order = new Map(denies.map((one, i) => [one, i]));
    for (const place of places) {
      const { compiled } = place;
      const own = order.get(place);
      if (own === undefined) continue;
      const wider = byName
        .covering(compiled)
        .find(
          (one) =>
            one !== place &&
            ruleCovers(one.compiled, compiled) &&
            (!ruleCovers(compiled, one.compiled) || order.get(one)! < own),
        );
      if (wider === undefined) continue;
      yield {
        ...spanOf(place),
        code: 'refusal-redundant',
        message: `The refusal ${compiled.reference.rule} adds nothing: rule ${called(wider, place)} refuses as much.`,
        remedy: 'Delete it, or narrow the other.',
        related: [related(wider, 'refuses as much')],
        unnecessary: true,
        fixes: () => [{ title: `Delete rule ${compiled.reference.rule}`, changes: removeRule(place) }],
      };
    }
  },
};
