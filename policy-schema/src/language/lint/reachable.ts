import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { classGroups } from '../../operation/operation-class.ts';
import type { LintCode } from '../diagnose/codes.ts';
import { deleteRule } from '../fix/remove-rule.ts';
import type { Finding, Lint } from './lint.ts';
import { resourcesMeet, rulesMeet } from './meets.ts';
import { PlacesByName } from './places-by-name.ts';
import { spanOf } from './spans.ts';

const words: Readonly<Record<string, readonly [LintCode, string, string]>> = {
  'require-approval': [
    'approval-unreachable',
    'asks for approval of what no rule permits, so nobody is ever asked',
    'Add a permit for it, or correct whom and what the rule names.',
  ],
  guard: [
    'guard-unreachable',
    'binds what no rule permits',
    'Correct whom and what it names, or keep it for permits to come.',
  ],
  deny: [
    'deny-unneeded',
    'refuses what no rule permits',
    'What is not permitted is refused anyway; keep it only against permits to come.',
  ],
};

const review = bitsOf(['review']);
const schema = bitsOf(['schema']);
/** Who reviews what others read is bound by what binds reading. */
const seenByReview = bitsOf([...classGroups.read, 'meta']);

/** Rules that bind nothing, because no permit leads to them. */
export const reachable: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const permits = compilation.places.filter(
      ({ compiled }) => compiled.effect === 'allow' && !compiled.monitored,
    );
    // Without any permit here they stand somewhere else.
    if (permits.length === 0) return;
    const byName = new PlacesByName(permits);
    const isReached = ({ compiled }: CompiledPlace): boolean =>
      byName.meeting(compiled).some(
        (permit) =>
          rulesMeet(permit.compiled, compiled) ||
          // Nobody may rename a collection out of a rule, whomever it binds.
          ((permit.compiled.classes & schema) !== 0 &&
            resourcesMeet(permit.compiled.resources, compiled.resources)) ||
          ((permit.compiled.classes & review) !== 0 &&
            rulesMeet({ ...permit.compiled, classes: seenByReview }, compiled)),
      );
    for (const place of places) {
      const told = words[place.compiled.effect];
      if (told === undefined || isReached(place)) continue;
      const [code, message, remedy] = told;
      yield {
        ...spanOf(place),
        code,
        message: `The rule ${place.compiled.reference.rule} ${message}.`,
        remedy,
        unnecessary: code === 'deny-unneeded',
        ...(code === 'deny-unneeded' && { fixes: deleteRule(place) }),
      };
    }
  },
};
