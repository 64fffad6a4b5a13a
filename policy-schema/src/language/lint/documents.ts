import { isMap, isScalar, isSeq } from 'yaml';
import { insertKey } from '../fix/insert-key.ts';
import { removeEntry } from '../fix/remove-entry.ts';
import type { Finding, Lint } from './lint.ts';

const mostRules = 200;

/** What a document shows as a whole. */
export const documents: Lint = {
  needsAll: true,
  *find({ sources, compilation, surroundings }): Iterable<Finding> {
    const used = new Set(
      compilation.places.flatMap(({ rule }) =>
        'mask' in rule ? (rule.mask ?? []).flatMap(({ detectors = [] }) => detectors) : [],
      ),
    );
    for (const source of sources) {
      const metadata = source.nodeAt(['metadata']);
      if (isMap(metadata) && !metadata.has('contact') && !metadata.has('owner') && metadata.range) {
        yield {
          start: metadata.range[0],
          end: metadata.range[1],
          code: 'contact-missing',
          message: 'The policy names nobody to ask, so a refused caller is not told whom to turn to.',
          remedy: 'Add contact.',
          fixes: () => [
            {
              title: 'Add contact',
              changes: insertKey(source.text, metadata, 'contact', '"#data-governance"'),
            },
          ],
        };
      }
      const rules = source.nodeAt(['spec', 'rules']);
      if (isSeq(rules) && rules.items.length > mostRules) {
        const key = source.pairAt(['spec', 'rules'])?.key;
        const [start, end] = isScalar(key) && key.range ? key.range : [0, 0];
        yield {
          start,
          end,
          code: 'many-rules',
          message: `The policy has ${rules.items.length} rules.`,
          remedy: 'Split it by team or connection: smaller files are read and reviewed more easily.',
        };
      }
      const patterns = source.nodeAt(['spec', 'patterns']);
      // Other files may use a pattern: unknown ones are no reason to call it unused.
      if (!isSeq(patterns) || surroundings.files === undefined) continue;
      for (const [i, item] of patterns.items.entries()) {
        const name = isMap(item) ? item.get('name', true) : undefined;
        if (!isScalar(name) || !name.range || used.has(String(name.value))) continue;
        yield {
          start: name.range[0],
          end: name.range[1],
          code: 'pattern-unused',
          message: `No rule looks for ${String(name.value)}.`,
          remedy: 'Name it in detectors, or remove it.',
          unnecessary: true,
          fixes: () =>
            patterns.items.length === 1
              ? []
              : [{ title: 'Remove the pattern', changes: removeEntry(source.text, patterns, i) }],
        };
      }
    }
  },
};
