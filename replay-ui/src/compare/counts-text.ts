import { count } from '../text/amounts.ts';
import { rowKinds, type SessionsCompared } from './compare-sessions.ts';
import { differenceWords } from './step-differences.ts';

/** How many rows are the same, and in what the others differ: `6 the same, 1 differs in effect, 2 only now`. */
export const countsText = ({ counts }: SessionsCompared): string =>
  rowKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => {
      const number = counts[kind];
      if (kind === 'same') return `${count(number)} the same`;
      if (kind === 'only-before') return `${count(number)} only before`;
      if (kind === 'only-now') return `${count(number)} only now`;
      return `${count(number)} ${number === 1 ? 'differs' : 'differ'} in ${differenceWords[kind]}`;
    })
    .join(', ');

/** What is said of two sessions whose best alignment was not looked for to the end. */
export const byOrderText =
  'They are long and differ much, so their steps stand beside each other as far as their order shows: other pairs may fit better.';
