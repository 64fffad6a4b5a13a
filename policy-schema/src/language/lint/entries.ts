import { isNode, isSeq } from 'yaml';
import { compileGlob } from '../../compile/glob.ts';
import { classGroups } from '../../operation/operation-class.ts';
import { ruleNode } from '../document/rule-node.ts';
import { removeEntry } from '../fix/remove-entry.ts';
import { globCovers } from './covers.ts';
import type { Finding, Lint } from './lint.ts';

function* coveredNames(list: readonly string[]): Iterable<readonly [index: number, by: string]> {
  const globs = list.map(compileGlob);
  for (const [i, glob] of globs.entries()) {
    const by = globs.find((other, j) => j !== i && globCovers(other, glob) && !globCovers(glob, other));
    if (by !== undefined) yield [i, by.text];
  }
}

function* coveredClasses(list: readonly string[]): Iterable<readonly [index: number, by: string]> {
  for (const [word, classes] of Object.entries(classGroups)) {
    if (!list.includes(word)) continue;
    for (const [i, one] of list.entries()) if ((classes as readonly string[]).includes(one)) yield [i, word];
  }
}

/** Entries of a list that another entry of it includes. */
export const entries: Lint = {
  *find({ places }): Iterable<Finding> {
    for (const place of places) {
      const { resources } = place.rule;
      const lists: (readonly [path: string[], covered: Iterable<readonly [number, string]>])[] = [
        [['operations'], coveredClasses(place.rule.operations ?? [])],
      ];
      for (const key of ['collections', 'tenants', 'databases', 'namespaces'] as const) {
        lists.push([['resources', key], coveredNames(resources?.[key] ?? [])]);
        lists.push([['resources', 'except', key], coveredNames(resources?.except?.[key] ?? [])]);
      }
      for (const [path, covered] of lists) {
        for (const [i, by] of covered) {
          const list = ruleNode(place, ...path);
          const item = isSeq(list) ? list.items[i] : undefined;
          if (!isSeq(list) || !isNode(item) || !item.range) continue;
          const [start, end] = item.range;
          yield {
            start,
            end,
            code: 'entry-covered',
            message: `${place.source.text.slice(start, end)} is part of ${by}, which stands in the same list.`,
            remedy: 'Remove it.',
            unnecessary: true,
            fixes: () => [
              {
                title: 'Remove the entry',
                changes: removeEntry(place.source.text, list, i),
                preferred: true,
              },
            ],
          };
        }
      }
    }
  },
};
