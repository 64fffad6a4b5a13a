import type { HttpRequest } from '../../engines/http/http-message.ts';
import { type Matched, RouteTable } from '../route-table.ts';
import type { ChromaOperation } from './chroma-operation.ts';
import { chromaOperations } from './operations.ts';
import { unreadable } from './unreadable.ts';

const table = new RouteTable(chromaOperations);

/** The line of the table that a request belongs to. Throws `Refusal` when there is none. */
export function matchOperation({ method, path }: HttpRequest): Matched<ChromaOperation> {
  const found = table.find(method, path);
  if (found !== undefined) return found;
  if (path[0] === 'api' && path[1] === 'v1') {
    throw unreadable(
      'api-version',
      'it uses version 1 of Chroma’s API, which Chroma no longer serves.',
      'Update the chromadb client.',
    );
  }
  throw unreadable(
    'unknown-route',
    'it names no operation of Chroma’s that this gateway knows.',
    'Use Chroma’s own client, or tell the platform team.',
  );
}
