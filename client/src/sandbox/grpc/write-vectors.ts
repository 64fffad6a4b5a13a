import { wireType } from '@vectorgate/store-messages/protobuf';
import type { JsonTree } from '../body/json-tree.ts';
import { realOf, writeUnsigned } from './write-number.ts';
import { counted, floatBytes, record } from './write-record.ts';

/* In the older form of `qdrant.VectorOutput`, which clients of every version read. */
const fields = { data: 1, indices: 2, count: 3 } as const;

/** The content of a `qdrant.VectorsOutput`: one vector, or several by their names. Undefined for what is none. */
export function writeVectors(tree: JsonTree): Buffer | undefined {
  const one = writeVector(tree);
  if (one !== undefined) return counted(1, one);
  if (tree.kind !== 'object') return undefined;
  const named: Buffer[] = [];
  for (const [name, member] of tree.members) {
    const vector = writeVector(member);
    if (vector === undefined) return undefined;
    named.push(counted(1, Buffer.concat([counted(1, Buffer.from(name)), counted(2, vector)])));
  }
  return counted(2, Buffer.concat(named));
}

function writeVector(tree: JsonTree): Buffer | undefined {
  if (tree.kind === 'object') return writeSparse(tree.members);
  if (tree.kind !== 'list') return undefined;
  const data = floats(tree);
  if (data !== undefined) return counted(fields.data, data);
  const vectors = tree.items.map(floats);
  const [first] = vectors;
  if (first === undefined || vectors.some((one) => one?.length !== first.length)) return undefined;
  return Buffer.concat([
    counted(fields.data, Buffer.concat(vectors as Buffer[])),
    record(fields.count, wireType.varint, writeUnsigned({ kind: 'number', source: String(vectors.length) })!),
  ]);
}

function writeSparse(members: ReadonlyMap<string, JsonTree>): Buffer | undefined {
  const [indices, values] = [members.get('indices'), members.get('values')];
  if (members.size !== 2 || indices?.kind !== 'list' || values === undefined) return undefined;
  const data = floats(values);
  const places = indices.items.map(writeUnsigned);
  if (data === undefined || places.includes(undefined)) return undefined;
  return Buffer.concat([
    counted(fields.data, data),
    counted(fields.indices, counted(1, Buffer.concat(places as Buffer[]))),
  ]);
}

function floats(tree: JsonTree): Buffer | undefined {
  if (tree.kind !== 'list') return undefined;
  const numbers = tree.items.map(realOf);
  return numbers.includes(undefined) ? undefined : Buffer.concat((numbers as number[]).map(floatBytes));
}
