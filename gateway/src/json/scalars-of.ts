import type { Scalar } from '@vectorgate/policy-schema';
import type { JsonNode } from './json-node.ts';
import { numberValues } from './number-value.ts';
import { scalarOf } from './scalar-of.ts';

/** The values of a list of texts, numbers, yes and no; undefined for anything else. */
export function scalarsOf(bytes: Buffer, node: JsonNode): readonly Scalar[] | undefined {
  if (node.kind === 'numbers') return numberValues(bytes, node);
  if (node.kind !== 'array') return undefined;
  const values: Scalar[] = [];
  for (const item of node.items) {
    const value = scalarOf(bytes, item);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
