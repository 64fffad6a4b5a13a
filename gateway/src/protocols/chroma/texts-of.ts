import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { stringText } from '../../json/string-text.ts';
import { vectorFields } from './vector-fields.ts';

/** Every text of a request, keys included; vectors are no texts. */
export function* textsOf({ bytes, root }: JsonDocument): Generator<string> {
  const pending: JsonNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'string') yield stringText(bytes, node);
    else if (node.kind === 'array') for (const item of node.items) pending.push(item);
    else if (node.kind === 'object') {
      for (const { key, value } of node.members.list) {
        yield key;
        if (node !== root || !vectorFields.has(key)) pending.push(value);
      }
    }
  }
}
