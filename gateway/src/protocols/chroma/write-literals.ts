import { hash } from 'node:crypto';
import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { plainValue } from '../../json/plain-value.ts';
import { Splices } from '../../json/splices.ts';
import { stringText } from '../../json/string-text.ts';
import type { RequestBody } from './request-body.ts';
import { vectorFields } from './vector-fields.ts';

interface CondensedVector {
  readonly dimension: number;
  readonly sha256: string;
}

/** Vectors that were digested: each stands in the literals and in the recorded body, and is read once. */
const digested = new WeakMap<JsonNode, CondensedVector>();

/** A raw vector is of no use in a record and can be turned back into text: its dimension and digest stay. */
function condensed(bytes: Buffer, node: JsonNode): CondensedVector {
  let vector = digested.get(node);
  if (vector === undefined) {
    const span = bytes.subarray(node.start, node.end);
    vector = { dimension: vectorDimension(bytes, node), sha256: hash('sha256', span, 'hex') };
    digested.set(node, vector);
  }
  return vector;
}

/** The dimension of one vector of a request. */
export function vectorDimension(bytes: Buffer, node: JsonNode): number {
  if (node.kind === 'string') {
    const text = stringText(bytes, node);
    return Math.floor((Math.floor((text.length * 3) / 4) - (text.match(/={0,2}$/)?.[0].length ?? 0)) / 4);
  }
  if (node.kind !== 'numbers') return 0;
  return node.count ?? countNumbers(bytes, node);
}

function countNumbers(bytes: Buffer, { start, end }: JsonNode): number {
  let commas = 0;
  for (let i = start; i < end; i++) if (bytes[i] === 0x2c) commas++;
  return commas + 1;
}

/** The literals of a request for its record: all values, vectors as dimension and digest. */
export function literalsOf(body: RequestBody): unknown {
  const { bytes } = body.document;
  const literals: Record<string, unknown> = Object.create(null);
  for (const [key, { value }] of body.root.members) {
    literals[key] =
      vectorFields.has(key) && value.kind === 'array'
        ? value.items.map((item) => (item.kind === 'null' ? null : condensed(bytes, item)))
        : plainValue(bytes, value);
  }
  return literals;
}

/** Vectors of fewer numbers are recorded as they are, like any short list of numbers. */
const shortest = 8;

/** The body for its record: vectors as dimension and digest, all else to the byte. */
export function recordedBody(body: RequestBody): Uint8Array {
  const { bytes } = body.document;
  const splices = new Splices(bytes);
  for (const [key, { value }] of body.root.members) {
    if (!vectorFields.has(key) || value.kind !== 'array') continue;
    for (const item of value.items) {
      if (item.kind === 'string' || (item.kind === 'numbers' && vectorDimension(bytes, item) >= shortest))
        splices.replaceNode(item, JSON.stringify(condensed(bytes, item)));
    }
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
      for (const [key, { value }] of node.members) {
        yield key;
        if (node !== root || !vectorFields.has(key)) pending.push(value);
      }
    }
  }
}
