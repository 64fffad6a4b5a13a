import { Refusal } from '../pipeline/refusal.ts';

/** How far a request had come when its caller left. */
type Stage = 'the request was read' | 'the store answered';

/** The caller left before the answer; nobody reads this but the record. */
export const callerLeft = (before: Stage, cause?: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'caller-left',
    `the caller left before ${before}.`,
    'Run the cell again.',
    {},
    { cause },
  );
