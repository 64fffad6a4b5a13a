import type { Match } from './decision.ts';

/** Three-valued truth as numbers, so that and is the smaller, or the larger, and not 2 minus it. */
export type Tri = 0 | 1 | 2;
export const no = 0;
export const unknown = 1;
export const yes = 2;

export const both = (a: Tri, b: Tri): Tri => (a < b ? a : b);
export const either = (a: Tri, b: Tri): Tri => (a > b ? a : b);
export const not = (a: Tri): Tri => (a === yes ? no : a === no ? yes : unknown);

const words: readonly Match[] = ['no', 'unknown', 'yes'];
export const wordOf = (tri: Tri): Match => words[tri]!;
export const triOf = (match: Match): Tri => (match === 'yes' ? yes : match === 'no' ? no : unknown);
