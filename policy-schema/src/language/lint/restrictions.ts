import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { Covering } from './covering.ts';
import { ruleCovers } from './covers.ts';
import { deadLimits } from './dead-limits.ts';
import { demandsOf } from './demands.ts';
import type { Finding, Lint } from './lint.ts';
import { resourcesMeet, rulesMeet } from './meets.ts';
import { Needless } from './needless.ts';
import { PlacesByName } from './places-by-name.ts';
import { redundant } from './redundant.ts';
import { same } from './same.ts';

const schema = bitsOf(['schema']);

/** What tells whether a rule would be shed by a new name, whomever it binds. */
const bound = ({ resources, when }: CompiledRule): readonly unknown[] => [resources, when?.source];

/** Rules that may make each other needless: who is refused reads no other words, and is not told to ask somebody else. */
const kindOf = ({ compiled: { effect, monitored, message, policy } }: CompiledPlace): string | undefined => {
  if (monitored || effect === 'allow') return undefined;
  return JSON.stringify([effect === 'deny', message, policy.contact]);
};

/** Whether two rules may refuse for the same reason: then one of them speaks. */
const refuseAlike = (a: CompiledRule, b: CompiledRule): unknown =>
  (a.effect === b.effect && a.effect !== 'guard') ||
  (a.filter && b.filter) ||
  (a.limits && b.limits) ||
  (a.masks[0] && b.masks[0]);

/** What has to be met for a guard to be needless: each rate counts for itself, and others may be asked for approval. */
const allOf = (place: CompiledPlace) => {
  const { compiled, rule } = place;
  const demands = demandsOf(place);
  if (compiled.rate !== undefined) return [{ isMetBy: () => false }];
  if (rule.effect !== 'require-approval') return demands;
  const isMetBy = ({ rule: one }: CompiledPlace): boolean =>
    'approval' in one && same(one.approval, rule.approval);
  return [...demands, { isMetBy }];
};

/** Refusals and guards that others make needless already, and limits of other rules. */
export const restrictions: Lint = {
  needsAll: true,
  *find(analysis): Iterable<Finding> {
    const { places, compilation } = analysis;
    const own = new Set(places);
    const renaming = new PlacesByName(
      compilation.places.filter(
        ({ compiled }) => compiled.effect === 'allow' && (compiled.classes & schema) !== 0,
      ),
    );
    const gone = new Set<CompiledPlace>();
    const kinds = Map.groupBy(compilation.places, kindOf);
    for (const [kind, rules] of kinds) {
      if (kind === undefined) continue;
      const isRefusal = rules[0]!.compiled.effect === 'deny';
      const needless = new Needless(
        rules,
        new Covering(new PlacesByName(rules), ruleCovers, true),
        isRefusal ? undefined : allOf,
      );
      for (const place of rules.toReversed()) {
        const { compiled } = place;
        const all = own.has(place) ? needless.of(place) : undefined;
        // Nobody may rename a collection out of a rule, while a wider one may hold under the new name too. And of those that
        // refuse one speaks: with this one gone that may be one with other words.
        if (
          all === undefined ||
          (all.some((one) => !same(bound(one.compiled), bound(compiled))) &&
            renaming
              .meeting(compiled)
              .some((one) => resourcesMeet(one.compiled.resources, compiled.resources))) ||
          [...kinds].some(
            ([other, theirs]) =>
              other !== kind &&
              other !== undefined &&
              theirs.some((one) => refuseAlike(one.compiled, compiled) && rulesMeet(one.compiled, compiled)),
          )
        )
          continue;
        gone.add(place);
        yield isRefusal
          ? redundant(place, 'refusal', 'refuse', all)
          : redundant(place, 'guard', 'demand', all);
      }
    }
    yield* deadLimits(analysis, gone);
  },
};
