import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { JsonDocument } from '../../json/json-node.ts';
import type { QdrantCall } from './qdrant-operation.ts';
import { reading } from './unreadable.ts';

/** Members of a body below which vectors lie. */
const vectors: ReadonlySet<string> = new Set([
  'points',
  'batch',
  'operations',
  'searches',
  'query',
  'prefetch',
]);

/** The JSON text of a request. Throws `Refusal` when it cannot be read strictly. */
export const readBody = (request: HttpRequest): JsonDocument => reading.json(request, vectors);

/** Refuses a body where Qdrant reads none. */
export const refuseBody = ({ request }: QdrantCall): void => reading.noBody(request);
