import type { HttpResponse } from '../../engines/http/http-message.ts';
import type { Refusal, RefusalKind } from '../../pipeline/refusal.ts';

/**
 * Status and error name for each kind of refusal: names that the Python client maps to an exception of its own
 * whose text is the message alone, and none that any client retries.
 */
const shapes: Readonly<Record<RefusalKind, readonly [status: number, error: string]>> = {
  unauthenticated: [401, 'AuthError'],
  forbidden: [403, 'AuthError'],
  unreadable: [400, 'InvalidArgumentError'],
  'not-found': [404, 'NotFoundError'],
  unavailable: [503, 'InternalError'],
};

/** A refusal as Chroma itself would answer. */
export function refusalResponse(refusal: Refusal, decision: string | undefined): HttpResponse {
  const [status, error] = shapes[refusal.kind];
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ error, message: refusal.text(decision) })),
  };
}
