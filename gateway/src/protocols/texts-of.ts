import type { JsonDocument, JsonNode } from '../json/json-node.ts';
import { stringText } from '../json/string-text.ts';

const none: ReadonlySet<string> = new Set();

/** Every text of a request, keys included, but for those below members of the root that hold vectors. */
export function* textsOf(
  { bytes, root }: JsonDocument,
  vectors: ReadonlySet<string> = none,
): Generator<string> {
  const pending: JsonNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'string') yield stringText(bytes, node);
    else if (node.kind === 'array') for (const item of node.items) pending.push(item);
    else if (node.kind === 'object') {
      for (const { key, value } of node.members.list) {
        yield key;
        if (node !== root || !vectors.has(key)) pending.push(value);
      }
    }
  }
}
