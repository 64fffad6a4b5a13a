import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { StoreServer } from '../../pipeline/store-protocol.ts';
import { releaseOf } from '../release-of.ts';

/** Chroma's `GET /api/v2/version`, whose answer is a JSON text. */
export const chromaServer: StoreServer<HttpRequest, HttpResponse> = {
  question: {
    method: 'GET',
    path: ['api', 'v2', 'version'],
    query: [],
    headers: { accept: 'application/json' },
    body: new Uint8Array(),
  },
  version: ({ status, body }) =>
    status === 200 ? /^\s*"([^"\\]{1,40})"\s*$/.exec(Buffer.from(body).toString())?.[1] : undefined,
  known: '1',
  knows: (text) => releaseOf(text)?.[0] === 1,
};
