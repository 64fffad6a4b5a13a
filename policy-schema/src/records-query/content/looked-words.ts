import type { LookedThrough, UnlookedKind } from './looked-through.ts';

const reasons: readonly (readonly [key: UnlookedKind | 'partly', words: string])[] = [
  ['forgotten', 'forgotten'],
  ['bare', 'without what was asked'],
  ['withheld', 'withheld from you'],
  ['partly', 'withheld from you in part'],
  ['long', 'too long'],
  ['damaged', 'unreadable'],
];

const number = (count: number): string => count.toLocaleString('en');
const records = (count: number): string => `${number(count)} ${count === 1 ? 'record' : 'records'}`;
const instant = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;

/** How far a search for texts looked, and what it could not look into, in a line each for people. */
export function lookedWords(looked: LookedThrough): { readonly far: string; readonly not?: string } {
  const { back, further } = looked;
  const far =
    back === undefined
      ? 'No record was there to look into.'
      : further
        ? `Looked into ${records(looked.records)}, back to ${instant(back)}. Older ones were not looked into.`
        : `Looked into ${looked.records === 1 ? 'the one record' : `all ${records(looked.records)}`} that the other terms find.`;
  const told = reasons
    .filter(([key]) => looked[key] > 0)
    .map(([key, words]) => `${number(looked[key])} ${words}`);
  return { far, ...(told.length > 0 && { not: `Not, or not wholly, looked into: ${told.join(', ')}.` }) };
}
