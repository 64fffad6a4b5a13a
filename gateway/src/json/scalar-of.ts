import type { Scalar } from '@vectorgate/policy-schema';
import type { JsonNode } from './json-node.ts';
import { numberValue } from './number-value.ts';
import { stringText } from './string-text.ts';

/** The value of a text, a number, or yes or no; undefined for anything else. */
export function scalarOf(bytes: Buffer, node: JsonNode): Scalar | undefined {
  switch (node.kind) {
    case 'string':
      return stringText(bytes, node);
    case 'number':
      return numberValue(bytes, node);
    case 'true':
    case 'false':
      return node.kind === 'true';
    default:
      return undefined;
  }
}
