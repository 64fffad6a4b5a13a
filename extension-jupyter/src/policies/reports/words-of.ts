import { ClientError } from '@vectorgate/client/policies-in-page';
import { ServerProblem } from '../../server/server-problem.ts';

/** A failure in words for people: what happened, and what to do next. */
export function wordsOf(error: unknown): string {
  if (error instanceof ServerProblem) {
    const { message, next } = error.problem;
    return `${message}\n${next}`;
  }
  if (error instanceof ClientError) return `${error.message}\n${error.next}`;
  return error instanceof Error ? error.message : String(error);
}
