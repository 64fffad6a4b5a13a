import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { Splices } from '../../json/splices.ts';
import { condenseEach } from '../condensed-vector.ts';

/** Members below which all keys are names that people gave to vectors, or say what a vector is. */
const namedVectors: ReadonlySet<string> = new Set(['vector', 'vectors']);
/** Other members below which lists of numbers are vectors. */
const vectors: ReadonlySet<string> = new Set([
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

/** What a member is in: vectors by their names, other vectors, or neither. */
type Within = 'names' | 'vectors' | undefined;

/** The vectors of a request, wherever they stand. */
function collect(node: JsonNode, within: Within, found: JsonNode[]): void {
  if (node.kind === 'numbers') {
    if (within !== undefined) found.push(node);
  } else if (node.kind === 'array') {
    for (const item of node.items) collect(item, within, found);
  } else if (node.kind === 'object') {
    for (const { key, value } of node.members.list) {
      if (within === 'names' || namedVectors.has(key)) collect(value, 'names', found);
      else if (examples.has(key)) collect(value, value.kind === 'numbers' ? undefined : 'vectors', found);
      else if (!kept.has(key)) collect(value, vectors.has(key) ? 'vectors' : within, found);
    }
  }
}

/** The body for its record: vectors as dimension and digest, all else, lists of ids among it, to the byte. */
export function recordedBody({ bytes, root }: JsonDocument): Uint8Array {
  const found: JsonNode[] = [];
  collect(root, undefined, found);
  const splices = new Splices(bytes);
  condenseEach(bytes, found, splices);
  return splices.apply();
}
