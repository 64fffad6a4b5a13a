import { classifyKnown } from './classify-known.ts';
import { beginsSentence, type Context, isGivenName, isMoving, type Kind, wordBefore } from './context.ts';
import type { Run } from './runs.ts';
import type { Token } from './token.ts';
import { afterPerson, afterPlace, beforePerson, beforePlace, titles } from './words/cues.ts';
import { givenNames } from './words/given-names.ts';
import { capitalised, determiners, organisationEnds, products } from './words/not-names.ts';
import { placeBeginnings, placeEndings, places } from './words/places.ts';

const mayName = (token: Token | undefined): boolean =>
  token?.letters === 'title' || token?.letters === 'upper';

/** What a run of capitals is, by the words in it and around it. */
export function classifyRun(context: Context, run: Run): Kind {
  const { tokens, english, writing } = context;
  const words = tokens.slice(run.from, run.to).filter((token) => token.kind === 'word');
  const first = words[0]!;
  const last = words.at(-1)!;
  const before = wordBefore(tokens, run.from);
  const after = tokens[run.to];
  const next = after !== undefined && !after.newLine && after.kind === 'word' ? after.lower : '';
  const phrase = words.map((word) => word.lower).join(' ');
  const titled = titles.has(before);
  if (titled && !(before === 'general' && words.length === 1)) return 'person';
  if (words.every((word) => capitalised.has(word.lower) || products.has(word.lower))) return 'none';
  if (organisationEnds.has(last.lower.replaceAll('.', '')) && (words.length > 1 || english.knows(last.lower)))
    return 'none';
  const starts = beginsSentence(tokens, run.from);
  const unknown = words.filter(
    (word) =>
      word.lower.length > 1 &&
      (!english.knows(word.lower) || (!starts && word.letters === 'title' && english.isRare(word.lower))),
  );
  const isGiven = isGivenName(first.lower);
  const isPlace = places.has(phrase) || places.has(last.lower) || places.has(first.lower);
  if (isPlace && !(isGiven && words.length > 1)) {
    if (
      english.knows(phrase) &&
      !beforePlace.has(before) &&
      !isMoving(tokens, run.from) &&
      words.length === 1 &&
      !places.has(phrase)
    )
      return 'none';
    // `Paris Berisha`: a name of somebody as well.
    const mixed = words.length > 1 && !places.has(phrase) && !places.has(last.lower);
    return isGiven || mixed ? 'either' : 'place';
  }
  if (
    words.length > 1 &&
    (placeEndings.has(last.lower) || placeBeginnings.has(first.lower)) &&
    unknown.length > 0
  )
    return beforePerson.has(before) && !placeEndings.has(last.lower) ? 'either' : 'place';
  if (isGiven && (words.length > 1 || !english.knows(first.lower))) return 'person';
  if (words.length > 1 && words.some((word) => /^\p{Lu}$/u.test(word.text)) && last.text.length > 2)
    return 'person';
  // `Halvorsen & Partners`
  if (after?.text === '&' && mayName(tokens[run.to + 1])) return 'none';
  if (unknown.length === 0) return classifyKnown(context, run, words, before, starts, isGiven);
  if (writing === 'german') return classifyGerman(words, before, next, starts);
  // An unknown word at the head of a sentence of an unknown language may be any word.
  if (writing === 'other' && starts && words.length === 1 && next !== '') return 'none';
  if (words.length === 1 && first.letters === 'upper' && first.text.length <= 5) return 'none';
  if (determiners.has(before) && !context.caseless) {
    if (afterPlace.has(next)) return 'place';
    if (afterPerson.has(next)) return 'person';
    if (
      next !== '' &&
      tokens[run.to]!.letters === 'lower' &&
      words.length === 1 &&
      /^(?:the|a|an|this|each|every|our|your|their)$/.test(before)
    )
      return 'none';
  }
  if (afterPlace.has(next)) return 'place';
  if (beforePlace.has(before)) return 'place';
  if (/^(?:from|to)$/.test(before)) return isMoving(tokens, run.from) ? 'place' : 'either';
  if (beforePerson.has(before) && !/^(?:and|or|versus|vs)$/.test(before))
    return words.length > 1 ? 'person' : 'either';
  return 'either';
}

/** German and its like write every noun with a capital: only plain signs count. */
function classifyGerman(words: readonly Token[], before: string, next: string, starts: boolean): Kind {
  if (givenNames.has(words[0]!.lower)) return 'person';
  if (/^(?:in|aus|nach|bei)$/.test(before) && words.length === 1) return 'place';
  if (beforePerson.has(before) && words.length > 1) return 'person';
  if (words.length > 1 && !starts && words.length <= 3) return 'person';
  return next === '' && words.length > 1 ? 'person' : 'none';
}
