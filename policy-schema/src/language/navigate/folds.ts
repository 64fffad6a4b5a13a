import { isMap, isPair, isSeq, type Node, visit } from 'yaml';
import type { Analysis } from '../analyse.ts';
import { endOfValue } from '../fix/places.ts';

/** Lines, 0-based, that may be folded into the first of them. */
export interface Fold {
  readonly startLine: number;
  readonly endLine: number;
}

/** Rules, and every map and list that takes more than a line. */
export function folds({ sources, lines, file }: Analysis): readonly Fold[] {
  const found = new Map<number, number>();
  const add = (start: number, node: Node): void => {
    const from = lines.positionAt(start).line;
    const to = lines.positionAt(endOfValue(file.text, node)).line;
    if (to > from) found.set(from, Math.max(to, found.get(from) ?? 0));
  };
  for (const { document } of sources) {
    visit(document, {
      Pair(_, { key, value }) {
        if ((isMap(value) || isSeq(value)) && hasRange(key)) add(key.range[0], value);
      },
      Seq(_, list) {
        for (const item of list.items)
          if (!isPair(item) && isMap(item) && hasRange(item)) add(item.range[0], item);
      },
      Alias: () => visit.SKIP,
    });
  }
  return [...found].map(([startLine, endLine]) => ({ startLine, endLine }));
}

const hasRange = (node: unknown): node is Node & { range: [number, number, number] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
