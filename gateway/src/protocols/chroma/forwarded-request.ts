import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { ChromaCall } from './chroma-operation.ts';

const nothing = new Uint8Array();

/** The request that goes on: path and query from what was read, headers of our own, no header of the caller's. */
export function forwardedRequest(call: ChromaCall, body: Uint8Array = call.request.body): HttpRequest {
  const { method, path, query } = call.request;
  return {
    method,
    path,
    query,
    headers: { accept: 'application/json', ...(body.length > 0 && { 'content-type': 'application/json' }) },
    body,
  };
}

/** A question of the gate's own in the caller's stead, without query and body unless given. */
export function ownRequest(method: string, path: readonly string[], json?: string): HttpRequest {
  const body = json === undefined ? nothing : Buffer.from(json);
  return {
    method,
    path,
    query: [],
    headers: {
      accept: 'application/json',
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    body,
  };
}
