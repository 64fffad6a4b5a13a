import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { removeRule } from '../fix/remove-rule.ts';
import { Covering } from './cover-together.ts';
import { ruleCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';
import { resourcesMeet } from './meets.ts';
import { Needless } from './needless.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, calledTogether, related } from './related.ts';
import { spanOf } from './spans.ts';

const schema = bitsOf(['schema']);

/** What tells whether a rule would be shed by a new name, whomever it binds. */
const bound = ({ resources, when }: CompiledRule): string => JSON.stringify([resources, when?.source]);

/** Refusals that another refusal makes already. */
export const refusals: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const denies = new Set(
      compilation.places.filter(
        ({ compiled }) => compiled.effect === 'deny' && !compiled.monitored && compiled.message === undefined,
      ),
    );
    const renaming = new PlacesByName(
      compilation.places.filter(
        ({ compiled }) => compiled.effect === 'allow' && (compiled.classes & schema) !== 0,
      ),
    );
    const needless = new Needless(new Covering(new PlacesByName([...denies]), ruleCovers, true));
    for (const place of places.toReversed()) {
      const { compiled } = place;
      if (!denies.has(place)) continue;
      const wider = needless.alone(place);
      const all = wider ? [wider] : needless.together(place);
      if (all === undefined) continue;
      // Nobody may rename a collection out of a rule, while a wider one may hold under the new name too.
      if (
        all.some((one) => bound(one.compiled) !== bound(compiled)) &&
        renaming.meeting(compiled).some((one) => resourcesMeet(one.compiled.resources, compiled.resources))
      )
        continue;
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
