import { Refusal } from '../pipeline/refusal.ts';

/** Nothing is registered under the host and port that the caller asked for. */
export const unknownName = (): Refusal =>
  new Refusal(
    'unreadable',
    'unknown-connection',
    'no connection is known under the name that was asked for.',
    'Check host and port in the notebook, or ask the platform team to add the name to knownAs of a connection.',
  );
