import { GateError } from '../../errors/gate-error.ts';

/** The key of a session is not where it was, and nobody had the session forgotten. */
export const keyMissing = (session: string): GateError =>
  new GateError(
    'session-key-missing',
    `The key of session ${session} is gone, and nobody had the session forgotten. Restore the keys folder from a copy.`,
    { session },
  );
