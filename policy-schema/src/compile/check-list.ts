import { isScalar, type Node, type YAMLSeq } from 'yaml';
import { checkShape, type ShapeContext } from './check-shape.ts';
import type { Shape } from './shape.ts';

/** Checks the length of a list, its entries, and that none is repeated. */
export function checkList(context: ShapeContext, node: YAMLSeq, shape: Shape): void {
  const { source, name } = context;
  const items = node.items as Node[];
  if (items.length < (shape.minItems ?? 0)) {
    source.at(node, 'list-too-short', `${name} is an empty list.`, 'Name at least one, or remove the key.');
  }
  if (items.length > (shape.maxItems ?? Number.POSITIVE_INFINITY)) {
    source.at(node, 'list-too-long', `${name} has more than ${shape.maxItems} entries.`, 'Split it.');
  }
  const seen = new Set<unknown>();
  for (const item of items) {
    if (shape.items !== undefined) checkShape(context, item, shape.items);
    if (!isScalar(item) || shape.uniqueItems !== true) continue;
    if (seen.has(item.value))
      source.at(item, 'repeated-entry', `${String(item.value)} stands twice in ${name}.`, 'Remove one.');
    seen.add(item.value);
  }
}
