import { type HttpAnswer, jsonAnswer } from './http-answer.ts';
import type { RefusalKind, SandboxRefusal } from './sandbox-refusal.ts';

const shapes: Readonly<Record<RefusalKind, readonly [status: number, error: string]>> = {
  unauthenticated: [401, 'AuthError'],
  forbidden: [403, 'AuthError'],
  unreadable: [400, 'InvalidArgumentError'],
  'not-found': [404, 'NotFoundError'],
  unavailable: [503, 'InternalError'],
};

/** A refusal as the gate gives it to Chroma's clients: a test holds the two against each other. */
export function chromaRefusal({ kind, what, next, decision }: SandboxRefusal): HttpAnswer {
  const [status, error] = shapes[kind];
  const end = decision === undefined ? '' : ` Decision ${decision}.`;
  return jsonAnswer(status, { error, message: `VectorGate: ${what}\n${next}${end}` });
}
