import { wireType } from '@vectorgate/store-messages/protobuf';
import type { JsonTree } from '../body/json-tree.ts';
import { writeSigned } from './write-number.ts';
import { counted, doubleBytes, record } from './write-record.ts';

/** Numbers of the fields of `qdrant.Value`. */
const kinds = { null: 1, double: 2, integer: 3, string: 4, bool: 5, struct: 6, list: 7 } as const;
const [yes, no] = [Uint8Array.of(1), Uint8Array.of(0)];

/** The content of a `qdrant.Value`; undefined for a whole number that it has no room for. */
export function writeAnyJson(tree: JsonTree): Buffer | undefined {
  switch (tree.kind) {
    case 'text':
      return counted(kinds.string, Buffer.from(tree.value));
    case 'word':
      return tree.source === 'null'
        ? record(kinds.null, wireType.varint, no)
        : record(kinds.bool, wireType.varint, tree.source === 'true' ? yes : no);
    case 'number': {
      if (!/^-?\d+$/.test(tree.source))
        return record(kinds.double, wireType.eight, doubleBytes(Number(tree.source)));
      const value = writeSigned(tree);
      return value && record(kinds.integer, wireType.varint, value);
    }
    case 'object': {
      const entries = writeEntries(1, tree.members);
      return entries && counted(kinds.struct, entries);
    }
    default: {
      const items: Buffer[] = [];
      for (const item of tree.items) {
        const value = writeAnyJson(item);
        if (value === undefined) return undefined;
        items.push(counted(1, value));
      }
      return counted(kinds.list, Buffer.concat(items));
    }
  }
}

/** Entries of a map from texts to values, each a field of this number. */
export function writeEntries(number: number, members: ReadonlyMap<string, JsonTree>): Buffer | undefined {
  const entries: Buffer[] = [];
  for (const [key, tree] of members) {
    const value = writeAnyJson(tree);
    if (value === undefined) return undefined;
    entries.push(counted(number, Buffer.concat([counted(1, Buffer.from(key)), counted(2, value)])));
  }
  return Buffer.concat(entries);
}
