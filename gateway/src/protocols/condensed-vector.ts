import { hash } from 'node:crypto';
import { commasOfNumbers } from '../json/count-numbers.ts';
import type { JsonNode } from '../json/json-node.ts';
import type { Splices } from '../json/splices.ts';
import { stringText } from '../json/string-text.ts';

/** What a record keeps of a vector. */
interface CondensedVector {
  readonly dimension: number;
  /** Hex; over the exact bytes it was sent in. */
  readonly sha256: string;
}

/** A raw vector is of no use in a record and can be turned back into text: its dimension and digest stay. */
function condense(bytes: Buffer, node: JsonNode): CondensedVector {
  const span = bytes.subarray(node.start, node.end);
  return { dimension: vectorDimension(bytes, node), sha256: hash('sha256', span, 'hex') };
}

/** The dimension of one vector: a list of numbers, or a text in base64 of 32-bit floats. */
export function vectorDimension(bytes: Buffer, node: JsonNode): number {
  if (node.kind === 'string') {
    const text = stringText(bytes, node);
    return Math.floor((Math.floor((text.length * 3) / 4) - (text.match(/={0,2}$/)?.[0].length ?? 0)) / 4);
  }
  if (node.kind !== 'numbers') return 0;
  return node.count ?? commasOfNumbers(bytes, node.start + 1, node.end - 1) + 1;
}

/** Vectors of fewer numbers are recorded as they are, like any short list of numbers. */
const shortest = 8;

/** Replaces a list of vectors by what a record keeps of each. */
export function condenseEach(bytes: Buffer, vectors: readonly JsonNode[], splices: Splices): void {
  for (const vector of vectors) {
    if (vector.kind !== 'string' && vector.kind !== 'numbers') continue;
    // A list shorter than this in bytes cannot hold so many.
    if (vector.kind === 'numbers' && vector.end - vector.start < 2 * shortest) continue;
    const condensed = condense(bytes, vector);
    if (vector.kind === 'numbers' && condensed.dimension < shortest) continue;
    const { dimension, sha256 } = condensed;
    splices.replaceNode(vector, `{"dimension":${dimension},"sha256":"${sha256}"}`);
  }
}

/** The same for the sparse vectors that metadata may hold (`#type`): their numbers say which words a text has. */
export function condenseSparse(bytes: Buffer, metadatas: readonly JsonNode[], splices: Splices): void {
  for (const metadata of metadatas) {
    if (metadata.kind !== 'object') continue;
    for (const { value } of metadata.members.list) {
      if (value.kind !== 'object' || !value.members.has('#type')) continue;
      const lists = value.members.list.map((member) => member.value);
      condenseEach(
        bytes,
        lists.filter(({ kind }) => kind === 'numbers'),
        splices,
      );
    }
  }
}
