import { withoutContentTerms } from '@vectorgate/policy-schema/records-query';
import type { ExportOf } from './replay-host.ts';

/** How much of the records an export takes along, as the gateway knows it. */
export type ExportBodies = 'none' | 'request' | 'all';

/** One of the answers to "what goes into the file". */
export interface BodiesChoice {
  readonly bodies: ExportBodies;
  readonly label: string;
  readonly about: string;
}

/** What editors offer, that which hands on least first. */
export const bodiesChoices: readonly BodiesChoice[] = [
  {
    bodies: 'none',
    label: 'Who, when, by which rules',
    about: 'Headers and decisions. They hold no values of the data.',
  },
  {
    bodies: 'request',
    label: 'Also what was asked',
    about: 'The requests as well, with the values in them.',
  },
  {
    bodies: 'all',
    label: 'Also what was asked and answered',
    about: 'The answers as well, as they were delivered.',
  },
];

/** The two ways to mask an export. */
export const maskChoices = {
  own: { label: 'As you may see it', about: 'What your own guards mask is masked in the file.' },
  more: {
    label: 'Masked more, by a policy',
    about: 'An extract, for whoever may see less than you: its guards mask your own records as well.',
  },
} as const;

/** The command by which whoever gets the file verifies it, without a gateway and without network. */
export const verifyCommand = (file: string): string =>
  `vectorgate sessions verify ${/^[\w.@%+=:,/-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`} --key gate.keys`;

/**
 * Why this cannot be taken away, and what can; undefined where it can. The gateway says the same, but only once somebody has
 * answered what goes into the file.
 */
export function whyNotExported(
  of: ExportOf,
): { readonly message: string; readonly next: string } | undefined {
  if (!('query' in of) || withoutContentTerms(of.query) === of.query.trim()) return undefined;
  return {
    message:
      'An export takes everything that a query finds, and a search with text:, filter: or reach: looks into a part of it.',
    next: 'Leave these out, or look for the records first and name their sessions: session:ID,ID.',
  };
}

/** Name of a file of an export: the session's id, or the records and the day. */
export const exportName = (session: string | undefined, now: number): string =>
  `${session ?? `records-${new Date(now).toISOString().slice(0, 10)}`}.vgsession`;
