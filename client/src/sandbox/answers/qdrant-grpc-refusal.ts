import type { GrpcAnswer } from './grpc-answer.ts';
import type { RefusalKind, SandboxRefusal } from './sandbox-refusal.ts';

const codes: Readonly<Record<RefusalKind, number>> = {
  unauthenticated: 16,
  forbidden: 7,
  unreadable: 3,
  'not-found': 5,
  unavailable: 13,
};

/** A refusal as the gate gives it to Qdrant's clients over gRPC: a test holds the two against each other. No client retries it. */
export function qdrantGrpcRefusal({ kind, what, next, decision }: SandboxRefusal): GrpcAnswer {
  const end = decision === undefined ? '' : ` Decision ${decision}.`;
  return { status: codes[kind], details: `VectorGate: ${what}\n${next}${end}` };
}
