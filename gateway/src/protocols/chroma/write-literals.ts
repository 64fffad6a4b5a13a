import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { plainValue } from '../../json/plain-value.ts';
import { Splices } from '../../json/splices.ts';
import { stringText } from '../../json/string-text.ts';
import { condensedVector, condenseEach, condenseSparse } from './condensed-vector.ts';
import type { RequestBody } from './request-body.ts';
import { vectorFields } from './vector-fields.ts';

/** The literals of a request for its record: all values, vectors as dimension and digest. */
export function literalsOf(body: RequestBody): unknown {
  const { bytes } = body.document;
  const literals: Record<string, unknown> = Object.create(null);
  for (const { key, value } of body.root.members.list) {
    literals[key] =
      vectorFields.has(key) && value.kind === 'array'
        ? value.items.map((item) => (item.kind === 'null' ? null : condensedVector(bytes, item)))
        : plainValue(bytes, value);
  }
  return literals;
}

/** The body for its record: vectors as dimension and digest, all else to the byte. */
export function recordedBody(body: RequestBody): Uint8Array {
  const { bytes } = body.document;
  const splices = new Splices(bytes);
  for (const { key, value } of body.root.members.list) {
    if (value.kind !== 'array') continue;
    if (vectorFields.has(key)) condenseEach(bytes, value.items, splices, condensedVector);
    else if (key === 'metadatas') condenseSparse(bytes, value.items, splices);
  }
  return splices.apply();
}

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
