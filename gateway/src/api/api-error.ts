import type { Response } from 'express';
import { GateError } from '../errors/gate-error.ts';
import { Refusal } from '../pipeline/refusal.ts';

/** An answer of the API that is no success. `next` says what to do. */
export class ApiError extends GateError {
  readonly status: number;
  readonly next: string;

  constructor(status: number, code: string, message: string, next: string) {
    super(code, message);
    this.status = status;
    this.next = next;
  }
}

const statusOf = {
  unauthenticated: 401,
  forbidden: 403,
  unreadable: 400,
  'not-found': 404,
  unavailable: 503,
} as const;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Writes `{error: {code, message, next}}`. Returns false for what is not an answer but a fault. */
export function sendError(res: Response, error: unknown): boolean {
  if (error instanceof GateError && error.code === 'bad-cursor')
    return sendError(
      res,
      new ApiError(
        400,
        'query-unreadable',
        'The cursor is none that a list gave, or what it goes on from was removed, as it was past its time.',
        'Begin again without one.',
      ),
    );
  if (error instanceof ApiError) {
    res.status(error.status).json({ error: { code: error.code, message: error.message, next: error.next } });
    return true;
  }
  if (error instanceof Refusal) {
    if (error.kind === 'unauthenticated') res.set('WWW-Authenticate', 'Bearer');
    res
      .status(statusOf[error.kind])
      .json({ error: { code: error.code, message: capital(error.what), next: error.next } });
    return true;
  }
  return false;
}
