import { hash } from 'node:crypto';
import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { plainValue } from '../../json/plain-value.ts';
import { Splices } from '../../json/splices.ts';
import { stringText } from '../../json/string-text.ts';
import type { RequestBody } from './request-body.ts';

/** Fields of requests that hold vectors: lists of numbers, or texts in base64 of 32-bit floats. */
const vectorFields: ReadonlySet<string> = new Set(['embeddings', 'query_embeddings']);

interface CondensedVector {
  readonly dimension: number;
  readonly sha256: string;
}

/** A raw vector is of no use in a record and can be turned back into text: its dimension and digest stay. */
function condensed(bytes: Buffer, node: JsonNode): CondensedVector {
  const span = bytes.subarray(node.start, node.end);
  return { dimension: vectorDimension(bytes, node), sha256: hash('sha256', span, 'hex') };
}

/** Dimensions that were counted: a vector is asked about for the operation and for the record. */
const counted = new WeakMap<JsonNode, number>();

/** The dimension of one vector of a request. */
export function vectorDimension(bytes: Buffer, node: JsonNode): number {
  let dimension = counted.get(node);
  if (dimension === undefined) {
    dimension = countDimension(bytes, node);
    counted.set(node, dimension);
  }
  return dimension;
}

function countDimension(bytes: Buffer, node: JsonNode): number {
  if (node.kind === 'string') {
    const text = stringText(bytes, node);
    return Math.floor((Math.floor((text.length * 3) / 4) - (text.match(/={0,2}$/)?.[0].length ?? 0)) / 4);
  }
  if (node.kind !== 'numbers') return 0;
  let commas = 0;
  for (let i = node.start; i < node.end; i++) if (bytes[i] === 0x2c) commas++;
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

/** The body for its record: vectors written in base64 as dimension and digest, all else to the byte. */
export function recordedBody(body: RequestBody): Uint8Array {
  const { bytes } = body.document;
  const splices = new Splices(bytes);
  for (const [key, { value }] of body.root.members) {
    if (!vectorFields.has(key) || value.kind !== 'array') continue;
    for (const item of value.items) {
      if (item.kind === 'string') splices.replaceNode(item, JSON.stringify(condensed(bytes, item)));
    }
  }
  return splices.apply();
}

/** Every text of a request, keys included; vectors are no texts. */
export function* textsOf({ bytes, root }: JsonDocument): Generator<string> {
  const pending: JsonNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'string') yield stringText(bytes, node);
    else if (node.kind === 'array') pending.push(...node.items);
    else if (node.kind === 'object') {
      for (const [key, { value }] of node.members) {
        yield key;
        if (node !== root || !vectorFields.has(key)) pending.push(value);
      }
    }
  }
}
