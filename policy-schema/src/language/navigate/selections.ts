import { isMap, isPair, isSeq, type Node } from 'yaml';
import type { Analysis } from '../analyse.ts';
import { endOfValue } from '../fix/places.ts';

/** What to select around an offset, from the smallest thing to the whole document; offsets. */
export function selections(
  { sources, file }: Analysis,
  offset: number,
): readonly { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [{ start: 0, end: file.text.length }];
  const push = (start: number, end: number): boolean => {
    if (offset < start || offset > end) return false;
    const last = found.at(-1);
    if (last?.start !== start || last.end !== end) found.push({ start, end });
    return true;
  };
  const spanOf = (node: Node): [number, number] => [node.range?.[0] ?? 0, endOfValue(file.text, node)];
  const visit = (node: Node | null): void => {
    if (!node?.range || !push(...spanOf(node))) return;
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const [from, to] = [key as Node, (value ?? key) as Node];
        if (!from?.range || !to?.range || !push(from.range[0], Math.max(spanOf(from)[1], spanOf(to)[1])))
          continue;
        if (!push(...spanOf(from))) visit(value as Node | null);
        return;
      }
    } else if (isSeq(node)) for (const item of node.items) if (!isPair(item)) visit(item as Node);
  };
  for (const { document } of sources) visit(document.contents as Node | null);
  return found.reverse();
}
