import type { RequiredFilter, Scalar } from '@vectorgate/policy-schema';
import { Refusal } from '../../pipeline/refusal.ts';
import { pathOfField } from './payload-path.ts';

const noPlace = (): Refusal =>
  new Refusal(
    'forbidden',
    'filter-has-no-place',
    'the request was refused: policy demands a filter that Qdrant cannot express.',
    'Ask the policy’s owner to demand a filter over a payload field.',
  );

const isFraction = (value: Scalar): value is number => typeof value === 'number' && !Number.isInteger(value);

function json(value: Scalar): string {
  if (typeof value === 'bigint') {
    if (BigInt.asIntN(64, value) !== value) throw noPlace();
    return value.toString();
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw noPlace();
  return JSON.stringify(value);
}

const match = (key: string, value: Scalar): string =>
  // Qdrant matches texts, whole numbers and yes or no; a fraction is a range of one value.
  isFraction(value)
    ? `{"key":${key},"range":{"gte":${json(value)},"lte":${json(value)}}}`
    : `{"key":${key},"match":{"value":${json(value)}}}`;

/** A required filter as one condition of Qdrant's, in JSON. Throws `Refusal` where Qdrant has no such filter. */
export function writeCondition(filter: RequiredFilter): string {
  if (filter.op !== 'compare') {
    if (filter.of.length === 0) throw noPlace();
    const parts = filter.of.map(writeCondition);
    if (parts.length === 1) return parts[0]!;
    return `{"${filter.op === 'and' ? 'must' : 'should'}":[${parts.join(',')}]}`;
  }
  const path = pathOfField(filter.field);
  if (path === undefined) throw noPlace();
  const key = JSON.stringify(path);
  if (filter.test === 'eq') return match(key, filter.value);
  if (filter.value.length === 0) throw noPlace();
  // A list is of texts or of whole numbers; any other value stands by itself.
  const texts = filter.value.filter((value) => typeof value === 'string');
  const whole = filter.value.filter(
    (value) => typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)),
  );
  const others = filter.value.filter((value) => typeof value === 'boolean' || isFraction(value));
  const parts = [
    ...[texts, whole]
      .filter((list) => list.length > 0)
      .map((list) => `{"key":${key},"match":{"any":[${list.map(json).join(',')}]}}`),
    ...others.map((value) => match(key, value)),
  ];
  return parts.length === 1 ? parts[0]! : `{"should":[${parts.join(',')}]}`;
}
