import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { JsonNode } from '../../json/json-node.ts';

/**
 * How many numbers a vector of a request has: those that stand there, or those of the vector in whose place an index
 * stands. Undefined for what is no list of numbers.
 */
export function vectorDimension(
  { dimensions }: Pick<HttpRequest, 'dimensions'>,
  bytes: Buffer,
  node: JsonNode | undefined,
): number | undefined {
  if (node?.kind !== 'numbers') return undefined;
  if (dimensions === undefined) return node.count;
  return dimensions[Number(bytes.toString('latin1', node.start + 1, node.end - 1))];
}
