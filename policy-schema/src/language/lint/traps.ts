import { isScalar, type Scalar, visit } from 'yaml';
import type { PolicySource } from '../../compile/policy-source.ts';
import { isTrap } from '../document/plain-text.ts';
import type { Finding, Lint } from './lint.ts';

const isDate = (text: string): boolean => /^\d{4}-\d\d?-\d\d?([Tt\s].*)?$/.test(text);

/** Texts without quotes that other readers of YAML (1.1, such as PyYAML) take for something else. */
export const traps: Lint = {
  *find({ sources }): Iterable<Finding> {
    for (const source of sources)
      if (!isScalar(source.document.contents)) yield* findings(source, source.document.contents);
  },
};

function findings(source: PolicySource, root: unknown): Finding[] {
  const found: Finding[] = [];
  visit(root as Scalar | null, {
    Map(_, node) {
      // Most rules have none, and were looked through when they were written.
      const note = node === root ? undefined : source.noteOf(node);
      if (note === undefined) return undefined;
      const inside = note.free.has('yaml-trap') ? [] : findings(source, node);
      found.push(...inside);
      if (inside.length === 0) note.free.add('yaml-trap');
      return visit.SKIP;
    },
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
  return found;
}
