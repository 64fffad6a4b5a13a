import { Refusal } from '../../pipeline/refusal.ts';

/** The caller left before the request was whole and had its turn; nobody reads this but the record. */
export const callerLeft = (cause?: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'caller-left',
    'the caller left before the request was read.',
    'Run the cell again.',
    {},
    { cause },
  );
