import type { OutcomeKind } from './outcome-changes.ts';

/** What would have become of requests, as a verb. */
export const kindText: Readonly<Record<OutcomeKind, string>> = {
  allowed: 'newly allowed',
  unmasked: 'unmasked',
  widened: 'widened',
  changed: 'changed',
  refused: 'newly refused',
  held: 'newly held for approval',
  masked: 'masked',
  narrowed: 'narrowed',
};
