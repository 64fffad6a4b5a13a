import { removeRule } from '../fix/remove-rule.ts';
import { ruleCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';
import { called, related } from './related.ts';
import { spanOf } from './spans.ts';

/** Refusals that another refusal makes already. */
export const refusals: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const denies = compilation.places.filter(
      ({ compiled }) => compiled.effect === 'deny' && !compiled.monitored && compiled.message === undefined,
    );
    for (const place of places) {
      const { compiled } = place;
      if (!denies.includes(place)) continue;
      const wider = denies.find(
        (one) =>
          one !== place &&
          ruleCovers(one.compiled, compiled) &&
          (!ruleCovers(compiled, one.compiled) || denies.indexOf(one) < denies.indexOf(place)),
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
