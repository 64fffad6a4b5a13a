import { removeRule } from '../fix/remove-rule.ts';
import { Covering } from './cover-together.ts';
import { ruleCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';
import { Needless } from './needless.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, calledTogether, related } from './related.ts';
import { spanOf } from './spans.ts';

/** Refusals that another refusal makes already. */
export const refusals: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const denies = new Set(
      compilation.places.filter(
        ({ compiled }) => compiled.effect === 'deny' && !compiled.monitored && compiled.message === undefined,
      ),
    );
    const needless = new Needless(new Covering(new PlacesByName([...denies]), ruleCovers, true));
    for (const place of places.toReversed()) {
      const { compiled } = place;
      if (!denies.has(place)) continue;
      const wider = needless.alone(place);
      const all = wider ? [wider] : needless.together(place);
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
