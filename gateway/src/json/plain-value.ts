import type { JsonNode } from './json-node.ts';
import { numberValue, numberValues } from './number-value.ts';
import { stringText } from './string-text.ts';

const safe = (value: number | bigint): number | string =>
  typeof value === 'bigint' ? value.toString() : value;

/**
 * The value of a node as plain data that survives JSON: objects without prototype, integers beyond 2^53 as text.
 */
export function plainValue(bytes: Buffer, node: JsonNode): unknown {
  switch (node.kind) {
    case 'object': {
      const object: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.members.list) object[key] = plainValue(bytes, value);
      return object;
    }
    case 'array':
      return node.items.map((item) => plainValue(bytes, item));
    case 'numbers':
      return numberValues(bytes, node).map(safe);
    case 'string':
      return stringText(bytes, node);
    case 'number':
      return safe(numberValue(bytes, node));
    default:
      return node.kind === 'null' ? null : node.kind === 'true';
  }
}
