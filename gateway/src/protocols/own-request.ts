import type { HttpRequest } from '../engines/http/http-message.ts';

const nothing = new Uint8Array();

/** A question of the gate's own without a body unless JSON is given. */
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
