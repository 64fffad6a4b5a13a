import { isSeq } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { matchesFieldPath } from '../../decide/field-path.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { ruleNode } from '../document/rule-node.ts';
import { addLimit } from '../fix/add-limit.ts';
import { insertEntry } from '../fix/insert-entry.ts';
import { ruleCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';
import { PlacesByName } from './places-by-name.ts';
import { spanOf } from './spans.ts';

const masks = ({ compiled }: CompiledPlace, field: string): boolean =>
  !compiled.monitored && compiled.masks.some((mask) => matchesFieldPath(mask.fields, field));

/** What is hidden in one form and told in another: text by its vector, a vector by its scores. */
export const vectors: Lint = {
  needsAll: true,
  *find({ places, compilation }): Iterable<Finding> {
    const byName = new PlacesByName(compilation.places);
    for (const place of places) {
      const covered = (field: string): boolean =>
        byName
          .covering(place.compiled)
          .some((one) => masks(one, field) && ruleCovers(one.compiled, place.compiled));
      const entry = (field: string, preferred: boolean) => (): Fix[] => {
        const list = ruleNode(place, 'mask');
        if (!isSeq(list)) return [];
        const text = `{ fields: [${field}], method: drop }`;
        return [
          {
            title: `Mask ${field} too`,
            changes: insertEntry(place.source.text, list, text),
            preferred,
          },
        ];
      };
      if (masks(place, '$document') && !covered('$vector')) {
        yield {
          ...spanOf(place, ['mask']),
          ...firstMask(place, '$document'),
          code: 'vector-tells-text',
          message: '$document is masked, but not $vector, from which its text can be made again.',
          remedy: 'Mask $vector too, here or in a rule for the same.',
          fixes: entry('$vector', true),
        };
      }
      // Many searches are what it takes.
      const slowed = byName
        .covering(place.compiled)
        .some(
          ({ compiled }) =>
            !compiled.monitored && compiled.rate !== undefined && ruleCovers(compiled, place.compiled),
        );
      if (masks(place, '$vector') && !covered('$score') && !slowed) {
        yield {
          ...firstMask(place, '$vector'),
          code: 'score-tells-vector',
          message: '$vector is masked, but the scores are exact: by many searches they tell where it lies.',
          remedy: 'Limit the rate, or mask $score too where nobody needs it.',
          fixes: () => [
            {
              title: 'Limit the rate to 60 a minute',
              changes: addLimit(place, 'rate', '60/min'),
              preferred: true,
            },
            ...entry('$score', false)(),
          ],
        };
      }
    }
  },
};

/** The place of the field that a mask names. */
function firstMask(place: CompiledPlace, field: string): { start: number; end: number } {
  for (const [i, { fields }] of place.compiled.masks.entries()) {
    if (!matchesFieldPath(fields, field)) continue;
    const at = 'paths' in fields ? fields.paths.indexOf(field) : -1;
    return spanOf(place, ['mask', i, 'fields', ...(at === -1 ? [] : [at])]);
  }
  return spanOf(place, ['mask']);
}
