import type { DetectorName } from '@vectorgate/policy-schema';
import type { Finding, Wanted } from '../finding.ts';
import { Claims } from './claims.ts';
import { readEnglish } from './english.ts';
import { findEastern } from './find-eastern.ts';
import { findLabelled } from './find-labelled.ts';
import { findNames, type Named } from './find-names.ts';
import { findStreets } from './find-streets.ts';
import { guessLanguage } from './guess-language.ts';
import type { Span } from './span.ts';
import { type Token, tokenize } from './token.ts';

/** Detectors that read words. They are never on by themselves: a policy names them. */
export const languageDetectors: readonly DetectorName[] = ['person-name', 'place', 'street-address'];

/** True when any detector is asked for that reads words. */
export const readsLanguage = (wanted: Wanted): boolean =>
  wanted.has('person-name') || wanted.has('place') || wanted.has('street-address');

/** Most sentences of a text that the tagger is asked about. */
const mostAsks = 100;

/** True when the words of a text are all in capitals, or all in small letters. */
function isCaseless(tokens: readonly Token[]): boolean {
  let upper = 0;
  let lower = 0;
  let title = 0;
  for (const { letters } of tokens) {
    if (letters === 'upper') upper++;
    else if (letters === 'lower') lower++;
    else if (letters === 'title') title++;
  }
  const short = tokens.length <= 4 && lower === tokens.length;
  return short || (lower >= 4 && upper + title === 0) || (upper >= 4 && upper > 3 * (lower + title));
}

/**
 * Finds names of people (`person-name`), names of places (`place`) and street addresses (`street-address`) by how they
 * are written, the words around them, a dictionary of English (what is not in it is likely to be a name) and short
 * lists of given names and places. A name of which nothing says whether it is a person's or a place's is masked by
 * whichever of the two is asked for, or by both. Each detector finds what it finds alone, whichever others are asked
 * for, so findings of different detectors may overlap. Linear in the text's length.
 *
 * Limits: the dictionary and the grammar are English. In other languages with capital letters fewer signs count, in
 * German only the plain ones; scripts without capitals are read behind titles alone. Companies and products whose
 * names are no dictionary words may be masked as well.
 */
export function findInLanguage(bytes: Buffer, start: number, end: number, wanted: Wanted): Finding[] {
  const text = bytes.toString('utf8', start, end);
  const tokens = tokenize(text);
  const labelled = findLabelled(tokens);
  const streets = findStreets(tokens);
  const spans: Span[] = [];
  const claims = (detector: DetectorName): Claims => {
    const own = new Claims(tokens, detector, spans);
    for (const { from, to, detector: of } of labelled) if (of === detector) own.take(from, to);
    return own;
  };
  if (wanted.has('street-address')) {
    const addresses = claims('street-address');
    for (const { from, to } of streets) addresses.take(from, to);
  }
  const named = (['person-name', 'place'] as const).filter((detector) => wanted.has(detector));
  if (named.length > 0) {
    const english = readEnglish();
    const writing = guessLanguage(tokens);
    const caseless = isCaseless(tokens);
    let names: readonly Named[] | undefined;
    for (const detector of named) {
      const own = claims(detector);
      // A street is no person, whatever it is called; its town is a place.
      for (const { from, street } of streets) own.block(from, street);
      // Only values behind a label are told apart by who asks; without any, both read the same names.
      if (labelled.length > 0 || names === undefined)
        names = findNames({ tokens, english, writing, caseless, asks: mostAsks }, own.taken);
      const other = detector === 'place' ? 'person' : 'place';
      for (const { from, to, kind } of names) if (kind !== other) own.take(from, to);
    }
    spans.push(...findEastern(text, wanted));
  }
  return toBytes(text, start, end, spans);
}

/** Places in bytes of UTF-8 of places in UTF-16 units. */
function toBytes(text: string, start: number, end: number, spans: Span[]): Finding[] {
  spans.sort((a, b) => a.start - b.start);
  if (end - start === text.length)
    return spans.map((span) => ({ ...span, start: start + span.start, end: start + span.end }));
  let at = 0;
  let place = start;
  return spans.map((span) => {
    place += Buffer.byteLength(text.slice(at, span.start));
    at = span.start;
    return {
      start: place,
      end: place + Buffer.byteLength(text.slice(at, span.end)),
      detector: span.detector,
    };
  });
}
