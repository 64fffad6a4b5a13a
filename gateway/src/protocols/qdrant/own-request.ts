import type { HttpRequest } from '../../engines/http/http-message.ts';

/** A request of the gate's own with a JSON body. */
export const ownRequest = (path: readonly string[], json: string): HttpRequest => ({
  method: 'POST',
  path,
  query: [],
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: Buffer.from(json),
});
