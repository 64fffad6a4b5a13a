import type { RecordHeader } from '../records/record-header.ts';
import { chromaCall } from './chroma-call.ts';
import type { CallSource, ClientCall } from './client-call.ts';
import { qdrantCall } from './qdrant-call.ts';

const stores: Readonly<Record<string, (source: CallSource) => ClientCall | undefined>> = {
  chroma: chromaCall,
  qdrant: qdrantCall,
};

/**
 * The recorded request as a call of its store's own client, where that client has one for it. A request that names several
 * operations is one call of the first: they came in one body.
 *
 * @example
 * callOf(record.header, readPart(record.request).value)?.text;
 */
export function callOf(
  header: Pick<RecordHeader, 'store' | 'operations'>,
  body: unknown,
): ClientCall | undefined {
  const [operation] = header.operations;
  return operation === undefined ? undefined : stores[header.store]?.({ operation, body });
}
