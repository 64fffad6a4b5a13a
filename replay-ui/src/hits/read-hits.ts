import type { RecordHeader } from '../records/record-header.ts';
import { chromaHits } from './chroma-hits.ts';
import type { Hits } from './hit.ts';
import { qdrantHits } from './qdrant-hits.ts';

const stores: Readonly<Record<string, (request: unknown, response: unknown) => Hits | undefined>> = {
  chroma: chromaHits,
  qdrant: qdrantHits,
};

/** The records that an answer holds, for stores whose answers we know; undefined where it holds none. */
export function readHits(
  header: Pick<RecordHeader, 'store' | 'operations'>,
  request: unknown,
  response: unknown,
): Hits | undefined {
  const reads = header.operations.some(({ classes }) =>
    classes.some((one) => one === 'search' || one === 'fetch' || one === 'scan'),
  );
  return reads ? stores[header.store]?.(request, response) : undefined;
}
