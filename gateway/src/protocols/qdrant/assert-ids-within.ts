import type { RequiredFilter } from '@vectorgate/policy-schema';
import { JsonReadError } from '../../json/json-read-error.ts';
import { numberValue } from '../../json/number-value.ts';
import { readJson } from '../../json/read-json.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { readingCollection } from './access-scope.ts';
import { idJson } from './point-id.ts';
import type { QdrantCall } from './qdrant-operation.ts';
import { writeCondition } from './write-filter.ts';

const outside = (): Refusal =>
  new Refusal(
    'forbidden',
    'ids-outside-filter',
    'the request was refused: it names points that are not there, or lie outside of what policy lets you reach.',
    'Name points that you can read.',
  );

/**
 * Refuses a request that is given vectors of points by their ids when any of them lies outside of a required filter: the
 * store is asked how many of them satisfy it. In the same words for points that do not exist.
 */
export async function assertIdsWithin(
  { context }: QdrantCall,
  collection: string,
  ids: readonly string[],
  filter: RequiredFilter,
): Promise<void> {
  const distinct = [...new Set(ids)];
  const response = await context.ask({
    method: 'POST',
    path: ['collections', collection, 'points', 'count'],
    query: [],
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: Buffer.from(
      `{"filter":{"must":[${writeCondition(filter)},{"has_id":[${distinct.map(idJson).join(',')}]}]},"exact":true}`,
    ),
    scope: readingCollection(collection),
  });
  if (response.status !== 200 || countOf(response.body) !== distinct.length) throw outside();
}

function countOf(body: Uint8Array): number | bigint | undefined {
  try {
    const { bytes, root } = readJson(body);
    const result = root.kind === 'object' ? root.members.get('result')?.value : undefined;
    const count = result?.kind === 'object' ? result.members.get('count')?.value : undefined;
    return count?.kind === 'number' ? numberValue(bytes, count) : undefined;
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
}
