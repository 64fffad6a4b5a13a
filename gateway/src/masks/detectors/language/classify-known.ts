import { type Context, isMoving, type Kind } from './context.ts';
import type { Run } from './runs.ts';
import type { Token } from './token.ts';
import { beforePerson, beforePlace } from './words/cues.ts';
import { determiners } from './words/not-names.ts';
import { placeBeginnings, placeEndings, surePlaceBeginnings } from './words/places.ts';
import { wordSurnames } from './words/word-surnames.ts';

/** Most words of a sentence that the tagger is asked about. */
const sentence = 24;

/** A run of ordinary English words: `Finance Team`, `Grace`, `Reading`. */
export function classifyKnown(
  context: Context,
  run: Run,
  words: readonly Token[],
  before: string,
  starts: boolean,
  isGiven: boolean,
): Kind {
  const { tokens, english, writing, caseless } = context;
  if (caseless || writing !== 'english') return isGiven && words.length === 1 && !starts ? 'person' : 'none';
  if (words.length > 1) {
    if (isPlaceByWords(context, run, words, before, starts)) return 'place';
    const family = wordSurnames.has(words.at(-1)!.lower);
    return (isGiven && (family || !starts)) || (family && words.length === 2 && !starts) ? 'person' : 'none';
  }
  if (words[0]!.letters !== 'title') return 'none';
  if (/^(?:van|von|der|den|di|del|della|dos|bin|ibn|ter)$/.test(before)) return 'person';
  if (isGiven) {
    if (!starts) return /^(?:the|a|an|our|your|their|this)$/.test(before) ? 'none' : 'person';
    // Past the bound the name is hidden, whatever it is.
    if (context.asks-- <= 0) return 'person';
    let end = run.from;
    while (end < tokens.length && end < run.from + sentence && !/^[.!?]$/.test(tokens[end]!.text)) end++;
    const text = tokens.slice(run.from, end).map((token) => token.text);
    return text.length > 1 && english.beginsWithName(text) ? 'person' : 'none';
  }
  if (starts) return 'none';
  if (isPlaceByWords(context, run, words, before, starts)) return 'place';
  if (
    tokens[run.from - 1]?.text === ',' &&
    tokens[run.to]?.text === ',' &&
    beforePerson.has(tokens[run.from - 2]?.lower ?? '')
  )
    return 'person';
  // Capitals in the middle of a sentence: many family names are ordinary words.
  if (wordSurnames.has(words[0]!.lower) && !determiners.has(before)) return 'person';
  const addressed =
    /^(?:dear|hi|hello|hey|told|asked|thanks)$/.test(before) ||
    (before === 'to' && tokens[run.from - 2]?.lower === 'according');
  return addressed ? 'either' : 'none';
}

/** Whether ordinary words name a place: by the words around them, or by what such names begin or end with. */
function isPlaceByWords(
  { tokens }: Context,
  run: Run,
  words: readonly Token[],
  before: string,
  starts: boolean,
): boolean {
  if (words.length > 3) return false;
  const first = words[0]!.lower;
  if (words.length > 1 && surePlaceBeginnings.has(first)) return true;
  if (starts) return false;
  if (words.length > 1 && placeEndings.has(words.at(-1)!.lower)) return true;
  if (/^(?:near|outside|between|towards|toward)$/.test(before)) return true;
  if (/^(?:left|leave|leaving|leaves|visit|visits|visited|visiting|reached)$/.test(before)) return true;
  const earlier = tokens[run.from - 2]?.lower ?? '';
  if (
    (before === 'to' && earlier === 'welcome') ||
    (before === 'of' && /^(?:mayor|city|town|port|county|bishop)$/.test(earlier))
  )
    return true;
  if (/^(?:in|to|from|at|around|through)$/.test(before) && isMoving(tokens, run.from - 1)) return true;
  return words.length > 1 && beforePlace.has(before) && placeBeginnings.has(first);
}
