import type { GrpcResponse } from '../../../engines/grpc/grpc-message.ts';
import type { Refusal, RefusalKind } from '../../../pipeline/refusal.ts';

/**
 * Status codes (https://grpc.io/docs/guides/status-codes/) that no client retries by itself: UNAVAILABLE and
 * RESOURCE_EXHAUSTED may be, and of a change that may have been made ABORTED says to begin again.
 */
const codes: Readonly<Record<RefusalKind, number>> = {
  unauthenticated: 16,
  forbidden: 7,
  unreadable: 3,
  'not-found': 5,
  unavailable: 13,
};

/** A refusal as Qdrant's client shows it: the status' details are a text, which it prints whole. */
export function grpcRefusal(refusal: Refusal, decision: string | undefined): GrpcResponse {
  return { status: codes[refusal.kind], details: refusal.text(decision), metadata: {} };
}
