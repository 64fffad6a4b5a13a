import type { RequiredFilter, Scalar } from '@vectorgate/policy-schema';
import { Refusal } from '../../pipeline/refusal.ts';
import { isMetadataKey } from './field-name.ts';

const noPlace = (): Refusal =>
  new Refusal(
    'forbidden',
    'filter-has-no-place',
    'the request was refused: policy demands a filter that Chroma cannot express.',
    'Ask the policy’s owner to demand a filter over a metadata field.',
  );

function value(scalar: Scalar): string {
  if (typeof scalar === 'bigint') {
    if (BigInt.asIntN(64, scalar) !== scalar) throw noPlace();
    return scalar.toString();
  }
  if (typeof scalar === 'number' && !Number.isFinite(scalar)) throw noPlace();
  return JSON.stringify(scalar);
}

/** A required filter as Chroma's `where`, in JSON. Throws `Refusal` where Chroma has no such filter. */
export function writeWhere(filter: RequiredFilter): string {
  if (filter.op !== 'compare') {
    if (filter.of.length === 0) throw noPlace();
    if (filter.of.length === 1) return writeWhere(filter.of[0]!);
    return `{"$${filter.op}":[${filter.of.map(writeWhere).join(',')}]}`;
  }
  if (!isMetadataKey(filter.field)) throw noPlace();
  const key = JSON.stringify(filter.field);
  if (filter.test === 'eq') return `{${key}:{"$eq":${value(filter.value)}}}`;
  if (filter.value.length === 0) throw noPlace();
  // Chroma reads a list by the type of its first item: each type has its own list.
  const byType = Map.groupBy(filter.value, (item) => (typeof item === 'bigint' ? 'number' : typeof item));
  const lists = [...byType.values()].map((items) => `{${key}:{"$in":[${items.map(value).join(',')}]}}`);
  return lists.length === 1 ? lists[0]! : `{"$or":[${lists.join(',')}]}`;
}
