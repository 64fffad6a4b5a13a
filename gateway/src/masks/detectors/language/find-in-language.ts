import type { DetectorName } from '@vectorgate/policy-schema';
import type { Finding, Wanted } from '../finding.ts';
import type { Context } from './context.ts';
import { readEnglish } from './english.ts';
import { findEastern } from './find-eastern.ts';
import { findLabelled } from './find-labelled.ts';
import { findNames } from './find-names.ts';
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
 * whichever of the two is asked for. Linear in the text's length.
 *
 * Limits: the dictionary and the grammar are English. In other languages with capital letters fewer signs count, in
 * German only the plain ones; scripts without capitals are read behind titles alone. Companies and products whose
 * names are no dictionary words may be masked as well.
 */
export function findInLanguage(bytes: Buffer, start: number, end: number, wanted: Wanted): Finding[] {
  const text = bytes.toString('utf8', start, end);
  const tokens = tokenize(text);
  const taken = new Uint8Array(tokens.length);
  const spans: Span[] = [];
  const take = (from: number, to: number, detector: DetectorName): void => {
    if (!wanted.has(detector) || from >= to) return;
    for (let i = from; i < to; i++) {
      if (taken[i] === 1) return;
    }
    taken.fill(1, from, to);
    spans.push({ start: tokens[from]!.start, end: tokens[to - 1]!.end, detector });
  };
  for (const { from, to, detector } of findLabelled(tokens)) take(from, to, detector);
  for (const { from, street, to } of findStreets(tokens)) {
    if (wanted.has('street-address')) take(from, to, 'street-address');
    // A street is no person, whatever it is called; its town is a place.
    else taken.fill(1, from, street);
  }
  if (wanted.has('person-name') || wanted.has('place')) {
    const context: Context = {
      tokens,
      english: readEnglish(),
      writing: guessLanguage(tokens),
      caseless: isCaseless(tokens),
      asks: mostAsks,
    };
    for (const { from, to, kind } of findNames(context, taken)) {
      const detector =
        kind === 'person' || (kind === 'either' && wanted.has('person-name')) ? 'person-name' : 'place';
      take(from, to, detector);
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
  const findings: Finding[] = [];
  let at = 0;
  let place = start;
  for (const span of spans) {
    if (span.start < at) continue;
    const from = place + Buffer.byteLength(text.slice(at, span.start));
    place = from + Buffer.byteLength(text.slice(span.start, span.end));
    at = span.end;
    findings.push({ start: from, end: place, detector: span.detector });
  }
  return findings;
}
