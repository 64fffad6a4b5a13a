import { varintBytes, wireType } from '@vectorgate/store-messages/protobuf';
import type { JsonTree } from '../body/json-tree.ts';
import { writeSigned } from './write-number.ts';
import { counted, record } from './write-record.ts';

/** `google.protobuf.Timestamp`, of a moment in UTC to the second. */
export function writeInstant(tree: JsonTree): Buffer | undefined {
  const milliseconds = tree.kind === 'text' ? Date.parse(`${tree.value}Z`) : Number.NaN;
  if (Number.isNaN(milliseconds)) return undefined;
  return record(1, wireType.varint, varintBytes(Math.floor(milliseconds / 1000)));
}

/** `qdrant.OptimizerStatus`: whether all is well, and otherwise why not. */
export function writeOptimizers(tree: JsonTree): Buffer | undefined {
  if (tree.kind === 'text')
    return tree.value === 'ok' ? record(1, wireType.varint, varintBytes(1)) : undefined;
  const error = tree.kind === 'object' && tree.members.size === 1 ? tree.members.get('error') : undefined;
  return error?.kind === 'text' ? counted(2, Buffer.from(error.value)) : undefined;
}

/** The number of a word; one that the record had no word for stands as its number. */
export function writeWord(words: readonly (string | null)[], tree: JsonTree): Buffer | undefined {
  if (tree.kind === 'number') return writeSigned(tree);
  const at = words.indexOf(tree.kind === 'text' ? tree.value : null);
  return (tree.kind === 'text' || (tree.kind === 'word' && tree.source === 'null')) && at >= 0
    ? varintBytes(at)
    : undefined;
}
