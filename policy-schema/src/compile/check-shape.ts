import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { checkList } from './check-list.ts';
import { checkMap } from './check-map.ts';
import { checkScalar } from './check-scalar.ts';
import { checkUnion } from './check-union.ts';
import { accepts, typeOf, wantedBy } from './json-type.ts';
import type { PolicySource } from './policy-source.ts';
import type { Remedy } from './remedy.ts';
import type { Shape } from './shape.ts';

/** What a shape check knows of the place it is at. */
export interface ShapeContext {
  readonly source: PolicySource;
  /** The key that messages name. */
  readonly name: string;
  /** Set inside a rule: its effect. */
  readonly effect?: string;
}

/** Checks a node against a shape and reports each difference at its exact place. */
export function checkShape(context: ShapeContext, node: Node | null | undefined, shape: Shape): void {
  const { source, name } = context;
  const union = shape.anyOf ?? (shape.type === undefined ? shape.oneOf : undefined);
  if (union !== undefined) checkUnion(context, node, union);
  else if (!accepts(shape, typeOf(node))) {
    source.at(node, 'wrong-type', `${name} must be ${wantedBy(shape)}.`, remedyFor(node, shape));
  } else if (isMap(node)) checkMap(context, node, shape);
  else if (isSeq(node)) checkList(context, node, shape);
  else if (isScalar(node)) checkScalar(context, node, shape);
}

/** How to make the value of the type that is wanted, where it nearly is. */
function remedyFor(node: Node | null | undefined, shape: Shape): Remedy {
  const type = typeOf(node);
  const text = isScalar(node) ? String(node.source ?? node.value) : '';
  if (shape.type === 'string') {
    return type === 'number' || type === 'boolean'
      ? { text: 'Write text. Put it in quotes.', replacement: JSON.stringify(text) }
      : 'Write text.';
  }
  if (shape.type === 'array' && type === 'string')
    return { text: `Write [${text}].`, replacement: `[${text}]` };
  if (accepts(shape, 'number') && type === 'string' && /^\d+$/.test(text))
    return { text: 'Remove the quotes.', replacement: text };
  return `Write ${wantedBy(shape)}.`;
}
