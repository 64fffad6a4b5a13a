import type { HttpRequest } from '../../engines/http/http-message.ts';
import { forwardedRequest as forwarded } from '../judged-request.ts';
import type { ChromaCall } from './chroma-operation.ts';

/** The request that goes on: path and query from what was read, headers of our own, no header of the caller's. */
export const forwardedRequest = ({ request }: ChromaCall, body?: Uint8Array): HttpRequest =>
  forwarded(request, body);
