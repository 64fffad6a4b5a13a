import { bitsOf } from '../../compile/class-bits.ts';
import { addLimit } from '../fix/add-limit.ts';
import { approvalBeside } from '../protect/guards-beside.ts';
import { usualApproval } from '../protect/usual-approval.ts';
import type { Finding, Lint } from './lint.ts';
import { rulesMeet } from './meets.ts';
import { PlacesByName } from './places-by-name.ts';
import { spanOf } from './spans.ts';

const irreversible = ['delete-bulk', 'schema', 'backup'] as const;

/** Permits that lead far: whole collections read in one go, changes that cannot be taken back. */
export const unlimited: Lint = {
  needsAll: true,
  *find(analysis): Iterable<Finding> {
    const { places, compilation } = analysis;
    const binding = compilation.places.filter(({ compiled }) => !compiled.monitored);
    const byName = new PlacesByName(binding);
    for (const place of places) {
      const { compiled } = place;
      if (compiled.effect !== 'allow') continue;
      const near = byName.meeting(compiled);
      for (const [name, key, usual] of [
        ['search', 'topK', 50],
        ['scan', 'page', 100],
      ] as const) {
        const bit = bitsOf([name]);
        const limited = (limits: typeof compiled.limits): boolean =>
          limits?.[key] !== undefined || limits?.records !== undefined;
        if ((compiled.classes & bit) === 0 || limited(compiled.limits)) continue;
        if (
          near.some(
            (one) =>
              one.compiled.effect !== 'allow' &&
              limited(one.compiled.limits) &&
              rulesMeet(one.compiled, compiled),
          )
        )
          continue;
        yield {
          ...spanOf(place, ['operations']),
          code: 'limit-missing',
          message: `The permit ${compiled.reference.rule} has no ${key}: one ${name} may return the whole collection.`,
          remedy: `Add limits: { ${key}: ${usual} }.`,
          fixes: () => [{ title: `Add ${key}: ${usual}`, changes: addLimit(place, key, String(usual)) }],
        };
      }
      const held = irreversible.filter(
        (name) =>
          (compiled.classes & bitsOf([name])) !== 0 &&
          !near.some(
            (one) =>
              one.compiled.effect === 'require-approval' &&
              (one.compiled.classes & bitsOf([name])) !== 0 &&
              rulesMeet(one.compiled, compiled),
          ),
      );
      if (held.length === 0) continue;
      yield {
        ...spanOf(place, ['operations']),
        code: 'irreversible-without-approval',
        message: `The permit ${compiled.reference.rule} lets ${held.join(', ')} happen without anybody’s approval.`,
        remedy: 'Add a rule with effect require-approval for it.',
        fixes: () => {
          const approval = usualApproval(analysis);
          return approval === undefined ? [] : [approvalBeside(place, held, approval)];
        },
      };
    }
  },
};
