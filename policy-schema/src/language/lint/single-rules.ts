import { deleteRule } from '../fix/remove-rule.ts';
import { howLong } from '../meaning/how-long.ts';
import { placeCovers, whoCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';
import { keySpan, spanOf } from './spans.ts';

const days = 86_400_000;

/** What one rule shows by itself: it matches nothing, it has ended or will soon, it is only watched. */
export const singleRules: Lint = {
  *find({ places, surroundings: { now } }): Iterable<Finding> {
    for (const place of places) {
      const { compiled } = place;
      const { rule: id } = compiled.reference;
      const fixes = deleteRule(place);
      const { principals, resources, expires } = compiled;
      const nobody = principals?.except !== undefined && whoCovers(principals.except, principals);
      const nowhere = resources?.except !== undefined && placeCovers(resources.except, resources);
      if (nobody || nowhere) {
        const key = nobody ? 'principals' : 'resources';
        yield {
          ...keySpan(place, [key, 'except']),
          code: 'rule-never-matches',
          message: `The rule ${id} never matches: except leaves out all that ${key} names.`,
          remedy: 'Narrow except, or delete the rule.',
          unnecessary: true,
          fixes,
        };
      }
      if (expires !== undefined && expires <= now) {
        yield {
          ...spanOf(place, ['expires']),
          code: 'permit-expired',
          message: `The permit ${id} ended ${howLong(now - expires)} ago.`,
          remedy: 'Delete the rule, or set a later end.',
          unnecessary: true,
          fixes,
        };
      } else if (expires !== undefined && expires - now < 7 * days) {
        yield {
          ...spanOf(place, ['expires']),
          code: 'permit-expires-soon',
          message: `The permit ${id} ends in ${howLong(expires - now)}.`,
          remedy: 'Set a later end if it is still needed.',
        };
      }
      if (compiled.monitored) {
        yield {
          ...spanOf(place, ['mode']),
          code: 'rule-monitored',
          message: `The rule ${id} is not in force: what it would have done is recorded.`,
          remedy: 'Write enforce once its records look right.',
          fixes: () => [
            { title: 'Put the rule in force', changes: [{ ...spanOf(place, ['mode']), text: 'enforce' }] },
          ],
        };
      }
    }
  },
};
