import { classifyRun } from './classify-run.ts';
import { beginsSentence, type Context, isGivenName, type Kind } from './context.ts';
import { runAt } from './runs.ts';
import type { Token } from './token.ts';
import { beforePerson, beforePlace, particles, titles } from './words/cues.ts';
import { givenNames } from './words/given-names.ts';
import { capitalised, determiners, products } from './words/not-names.ts';
import { placeBeginnings, places } from './words/places.ts';

/** Tokens that are a name, and what of. */
export interface Named {
  readonly from: number;
  readonly to: number;
  readonly kind: Exclude<Kind, 'none'>;
}

/** Finds names of people and places among tokens; `taken` says which of them belong to something else. */
export function findNames(context: Context, taken: Uint8Array): Named[] {
  const { tokens, caseless } = context;
  const found: Named[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (taken[at] === 1 || tokens[at]!.kind !== 'word') continue;
    if (caseless) {
      at = caselessAt(context, at, taken, found) - 1;
      continue;
    }
    if (!mayBegin(context, at)) {
      const small = smallAfterTitle(tokens, at);
      if (small <= at) continue;
      found.push({ from: at, to: small, kind: 'person' });
      at = small - 1;
      continue;
    }
    const run = runAt(tokens, at, (index) => taken[index] === 0 && mayGoOn(tokens[index]!));
    for (const part of trim(context, run)) {
      const kind = classifyRun(context, part);
      if (kind !== 'none') found.push({ from: withParticles(context, part.from, taken), to: part.to, kind });
    }
    at = run.to - 1;
  }
  return found;
}

const mayGoOn = (token: Token): boolean => token.letters === 'title' || token.letters === 'upper';

const mayBegin = ({ tokens }: Context, at: number): boolean => {
  const token = tokens[at]!;
  return mayGoOn(token) && !(token.text.length === 1 && tokens[at + 1]?.text !== '.');
};

/** Small words that belong to a family name: `van den Heuvel`. */
const familyParticles = new Set(
  'van von de der den di del della da dos al el bin ibn ter zu la le'.split(' '),
);

/** Where a name with the small words in front of it begins. */
function withParticles({ tokens, writing }: Context, from: number, taken: Uint8Array): number {
  if (writing === 'german' || writing === 'other') return from;
  let first = from;
  while (
    first > 0 &&
    from - first < 3 &&
    taken[first - 1] === 0 &&
    !tokens[first]!.newLine &&
    familyParticles.has(tokens[first - 1]!.text)
  )
    first--;
  return first;
}

/** `mr. okafor`: behind a title, small letters are enough. */
function smallAfterTitle(tokens: readonly Token[], at: number): number {
  const before = tokens[at - 1]?.text === '.' ? tokens[at - 2] : tokens[at - 1];
  if (before === undefined || !/^(?:mr|mrs|ms|dr|prof|sra|srta|mme|herr|frau)$/.test(before.lower)) return 0;
  let to = at;
  while (to < at + 3 && particles.has(tokens[to]?.lower ?? '') && tokens[to]!.letters === 'lower') to++;
  const last = tokens[to];
  if (last === undefined || last.newLine || last.kind !== 'word') return to;
  return to > at || last.letters === 'lower' ? to + 1 : 0;
}

/**
 * A run without what only begins a sentence or is a title: `Please Ana`, `Dear Dr Ruiz`. One that holds days or
 * products falls apart: `Ana Monday`.
 */
function trim(context: Context, { from, to }: { from: number; to: number }): { from: number; to: number }[] {
  const { tokens, english } = context;
  let first = from;
  while (first < to) {
    const token = tokens[first]!;
    if (token.kind !== 'word') {
      first++;
      continue;
    }
    const { lower } = token;
    // Behind a title, an ordinary word is a name.
    if (
      first > from &&
      titles.has(tokens[tokens[first - 1]!.text === '.' ? first - 2 : first - 1]?.lower ?? '')
    )
      break;
    const opens =
      beginsSentence(tokens, first) || (first > from && first - from < 3 && beginsSentence(tokens, from));
    if (/^\p{Lu}$/u.test(token.text) && tokens[first + 1]?.text === '.' && first + 2 < to && lower !== 'm')
      break;
    const leads =
      titles.has(lower) || beforePerson.has(lower) || determiners.has(lower) || capitalised.has(lower);
    const ordinary =
      english.knows(lower) && !isGivenName(lower) && !placeBeginnings.has(lower) && !places.has(lower);
    if (!leads && !(opens && ordinary) && !products.has(lower)) break;
    if (isGivenName(lower) && !titles.has(lower) && !opens) break;
    first++;
  }
  const parts: { from: number; to: number }[] = [];
  let start = first;
  for (let i = first; i <= to; i++) {
    const token = tokens[i];
    const splits =
      i === to ||
      (i > start && token!.kind === 'word' && (capitalised.has(token!.lower) || products.has(token!.lower)));
    if (!splits) continue;
    let end = i;
    while (end > start && tokens[end - 1]!.letters === 'lower') end--;
    if (end > start) parts.push({ from: start, to: end });
    start = i;
  }
  return parts.filter((part) => tokens.slice(part.from, part.to).some((token) => token.kind === 'word'));
}

/** Only people do this. */
const saying = new Set(
  'said says asked asks told called wrote replied wants wanted agreed thinks thought phoned emailed'.split(
    ' ',
  ),
);

/** Text in one case: names that are listed, and unknown words where a person or a place is said to stand. Returns the next token. */
function caselessAt({ tokens, english }: Context, at: number, taken: Uint8Array, found: Named[]): number {
  const token = tokens[at]!;
  const { lower } = token;
  const before = (tokens[at - 1]?.text === '.' ? tokens[at - 2] : tokens[at - 1])?.lower ?? '';
  const unknown = (word: Token | undefined): boolean =>
    word !== undefined &&
    word.kind === 'word' &&
    word.lower.length > 2 &&
    !english.knows(word.lower) &&
    !products.has(word.lower) &&
    !capitalised.has(word.lower);
  let kind: Kind = 'none';
  if (titles.has(before) && !titles.has(lower)) kind = 'person';
  else if (givenNames.has(lower) && (!english.knows(lower) || unknown(tokens[at + 1]))) kind = 'person';
  else if (places.has(lower) && !english.knows(lower)) kind = 'place';
  else if (unknown(token)) {
    if (beforePlace.has(before)) kind = 'place';
    else if (beforePerson.has(before)) kind = 'either';
    else if (saying.has(tokens[at + 1]?.lower ?? '')) kind = 'person';
    else if (unknown(tokens[at + 1]) && !tokens[at + 1]!.newLine) kind = 'either';
  }
  // A value that is nothing but words of no dictionary: `okafor`.
  if (kind === 'none' && tokens.length <= 3 && tokens.every(unknown)) kind = 'either';
  if (kind === 'none') return at + 1;
  let to = at + 1;
  while (to < tokens.length && to < at + 4 && taken[to] === 0 && !tokens[to]!.newLine && unknown(tokens[to]))
    to++;
  found.push({ from: at, to, kind });
  return to;
}
