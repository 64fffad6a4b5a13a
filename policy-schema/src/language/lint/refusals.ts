import { removeRule } from '../fix/remove-rule.ts';
import { Covering } from './cover-together.ts';
import { ruleCovers } from './covers.ts';
import { idleTogether } from './idle-together.ts';
import type { Finding, Lint } from './lint.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, calledTogether, related } from './related.ts';
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
    const idle = idleTogether(new Covering(byName, ruleCovers, true));
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
      const all = wider ? [wider] : idle(place);
      if (all === undefined) continue;
      const who = wider ? `rule ${called(wider, place)} refuses` : `${calledTogether(all, place)} refuse`;
      yield {
        ...spanOf(place),
        code: 'refusal-redundant',
        message: `The refusal ${compiled.reference.rule} adds nothing: ${who} as much.`,
        remedy: wider ? 'Delete it, or narrow the other.' : 'Delete it, or narrow one of them.',
        related: all.map((one) => related(one, wider ? 'refuses as much' : 'refuses a part of it')),
        unnecessary: true,
        fixes: () => [{ title: `Delete rule ${compiled.reference.rule}`, changes: removeRule(place) }],
      };
    }
  },
};
