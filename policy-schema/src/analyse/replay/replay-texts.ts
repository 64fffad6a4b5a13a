import type { ReplayChange, ReplayReport, UnsureReason } from './replay-tally.ts';

export const unsureText: Readonly<Record<UnsureReason, string>> = {
  'not-understood': 'were not understood then, so there is nothing to decide',
  'refused-by-gate': 'were refused by the gate and not by policy',
  'written-values':
    'wrote something under a required filter: whether it lies within depends on values, which are not replayed',
  'claims-not-recorded':
    'were recorded without the caller’s claims: rules that ask for them were taken as unknown',
};

export const counted = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

export const peopleText = ({ people, who }: Pick<ReplayChange, 'people' | 'who'>): string => {
  const named = who.slice(0, 3).map(({ name, subject }) => name ?? subject);
  // Who they are is not for everybody to know.
  if (named.length === 0) return people === 1 ? '1 person' : `${people.toLocaleString('en')} people`;
  return people > named.length ? `${named.join(', ')} and ${people - named.length} more` : named.join(', ');
};

/** `2026-11-22 09:00`, of UTC. */
export const minuteText = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 16).replace('T', ' ');

/** ` from 2026-11-22 09:00 to 2026-11-29 09:00 UTC`; nothing where nothing was asked. */
export const spanText = (first: number | undefined, last: number | undefined): string =>
  first === undefined || last === undefined ? '' : ` from ${minuteText(first)} to ${minuteText(last)} UTC`;

/** One sentence: how much was looked at, and how much of it would have been otherwise. */
export function replaySummary({ requests, differing, first, last, cancelled }: ReplayReport): string {
  if (requests === 0) return 'Nothing was recorded that could be decided again';
  const stopped = cancelled ? ' (stopped before the end)' : '';
  return `Of ${counted(requests, 'request')}${spanText(first, last)}${stopped}, ${differing.toLocaleString('en')} would have been otherwise`;
}

export const unsureLines = ({ unsure, more }: ReplayReport): readonly string[] => [
  ...(Object.keys(unsureText) as UnsureReason[]).flatMap((reason) => {
    const count = unsure[reason] ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${unsureText[reason]}.`];
  }),
  ...(more > 0
    ? [
        `${more.toLocaleString('en')} more would have been otherwise, of which not all is told: it was too much to keep.`,
      ]
    : []),
];

/** What no replay can tell. */
export const replayCannot =
  'Rates and budgets are not replayed: what they would have held back depends on what was asked before. What people would have asked under other rules, nobody knows.';

/** Requests by which it is told whether two changes are of the same ones, beside how many they are, of whom and from when. */
const toldApart = 10;

/** Changes that one rule makes to the same requests, to be told together. */
export function changeBlocks({ changes }: ReplayReport): readonly (readonly ReplayChange[])[] {
  const blocks = new Map<string, ReplayChange[]>();
  for (const change of changes) {
    const { rule, requests, people, first, last, examples } = change;
    const latest = examples.slice(0, toldApart).map(({ record }) => record);
    const key = JSON.stringify([rule, requests, people, first, last, latest]);
    const own = blocks.get(key);
    if (own === undefined) blocks.set(key, [change]);
    else own.push(change);
  }
  return [...blocks.values()];
}
