import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { Splices } from '../../json/splices.ts';
import { condenseEach } from '../condensed-vector.ts';

/** Members below which lists of numbers are vectors. */
const vectors: ReadonlySet<string> = new Set([
  'vector',
  'vectors',
  'query',
  'nearest',
  'target',
  'context',
  'example',
  'feedback',
]);
/** Examples are vectors or ids: a bare list of numbers there is one of ids. */
const examples: ReadonlySet<string> = new Set(['positive', 'negative']);
/** What is the caller's own data, or a condition on it, is recorded as it is. */
const kept: ReadonlySet<string> = new Set(['payload', 'payloads', 'filter', 'update_filter']);

/** The vectors of a request, wherever they stand. */
function collect(node: JsonNode, inVectors: boolean, found: JsonNode[]): void {
  if (node.kind === 'numbers') {
    if (inVectors) found.push(node);
  } else if (node.kind === 'array') {
    for (const item of node.items) collect(item, inVectors, found);
  } else if (node.kind === 'object') {
    for (const { key, value } of node.members.list) {
      if (kept.has(key)) continue;
      const below = examples.has(key) ? value.kind !== 'numbers' : inVectors || vectors.has(key);
      collect(value, below, found);
    }
  }
}

/** The body for its record: vectors as dimension and digest, all else, lists of ids among it, to the byte. */
export function recordedBody({ bytes, root }: JsonDocument): Uint8Array {
  const found: JsonNode[] = [];
  collect(root, false, found);
  const splices = new Splices(bytes);
  condenseEach(bytes, found, splices);
  return splices.apply();
}
