import { isScalar, visit } from 'yaml';
import { isTrap } from '../document/plain-text.ts';
import type { Finding, Lint } from './lint.ts';

const isDate = (text: string): boolean => /^\d{4}-\d\d?-\d\d?([Tt\s].*)?$/.test(text);

/** Texts without quotes that other readers of YAML (1.1, such as PyYAML) take for something else. */
export const traps: Lint = {
  *find({ sources }): Iterable<Finding> {
    for (const source of sources) {
      const found: Finding[] = [];
      visit(source.document, {
        Scalar(_, node) {
          if (node.type !== 'PLAIN' || typeof node.value !== 'string' || !node.range) return;
          if (!isTrap(node.value) && !isDate(node.value)) return;
          const [start, end] = node.range;
          found.push({
            start,
            end,
            code: 'yaml-trap',
            message: `${node.value} without quotes is ${isDate(node.value) ? 'a date' : 'no text'} to readers of YAML 1.1.`,
            remedy: 'Put it in quotes.',
            replacement: JSON.stringify(node.value),
          });
        },
        Alias: () => visit.SKIP,
      });
      yield* found.filter(({ start }) => isScalar(source.document.contents) === false && start >= 0);
    }
  },
};
