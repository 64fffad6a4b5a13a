import { townBehindCode } from './address-tail.ts';
import { comma, dot, isHouse, isName, pastHouse, type TokenRange } from './street-parts.ts';
import type { Token } from './token.ts';
import { particles } from './words/cues.ts';
import { weakSuffix } from './words/streets.ts';

/** `Bahnhofstrasse 12`, `Lange Straße 5`, `Kerkstraat`. `at` is the word. */
export function compoundAt(tokens: readonly Token[], at: number): TokenRange | undefined {
  const word = tokens[at]!;
  let number = at + 1;
  if (/str$/i.test(word.text) && dot(tokens[number])) number++;
  const behind = isHouse(tokens[number]) && !tokens[number]!.newLine;
  if (!behind && (weakSuffix.test(word.text) || word.text.length < 9)) return undefined;
  let from = at;
  const before = tokens[at - 1];
  // `Alte Landstrasse`, `Lange Straße`, `Am Alten Markt`: only where the word alone is too short or an adjective stands before.
  if (
    isName(before) &&
    !word.newLine &&
    /(?:e|er|en|s|am|an der)$/u.test(before!.lower) &&
    (word.text.length <= 7 || /(?:e|er)$/.test(before!.lower))
  )
    from--;
  // `Am Alten Markt`
  if (
    from < at &&
    /^(?:am|an|im|in|zum|zur|auf|aan|op)$/.test(tokens[from - 1]?.lower ?? '') &&
    isName(tokens[from - 1])
  )
    from--;
  return { from, to: behind ? pastHouse(tokens, number) : at + 1 };
}

/** `Piac utca 12`, `Neue Straße 5`: a name, the kind of street, a number. `at` is the kind. */
export function numberedAt(tokens: readonly Token[], at: number): TokenRange | undefined {
  let number = at + 1;
  if (dot(tokens[number])) number++;
  if (/^(?:no|nr)$/.test(tokens[number]?.lower ?? '')) number += dot(tokens[number + 1]) ? 2 : 1;
  if (dot(tokens[number]) && tokens[number]?.text === ':') number++;
  if (!isHouse(tokens[number]) || tokens[number]!.newLine) return undefined;
  let from = at;
  while (from > 0 && at - from < 3 && isName(tokens[from - 1]) && !tokens[from]!.newLine) from--;
  return from === at ? undefined : { from, to: pastHouse(tokens, number) };
}

/**
 * `Nad Vodou 12, 602 00 Brno`: whatever the name, a house number, a postal code and a town behind it. `at` is the last
 * word of the name.
 */
export function codedAt(tokens: readonly Token[], at: number): TokenRange | undefined {
  const number = tokens[at + 1];
  if (!isHouse(number) || number!.newLine || number!.text.length > 4) return undefined;
  const to = pastHouse(tokens, at + 1);
  if (!comma(tokens[to]) && tokens[to]?.newLine !== true) return undefined;
  const code = comma(tokens[to]) ? to + 1 : to;
  const town = townBehindCode(tokens, code);
  if (town === code) return undefined;
  let from = at;
  while (
    from > 0 &&
    at - from < 3 &&
    !tokens[from]!.newLine &&
    (isName(tokens[from - 1]) || isStreetWord(tokens, from - 1))
  )
    from--;
  while (from < at && !isName(tokens[from])) from++;
  return { from, to };
}

const isStreetWord = (tokens: readonly Token[], at: number): boolean =>
  particles.has(tokens[at]!.lower) && isName(tokens[at - 1]);

/** `PO Box 12`, `Postfach 12`. */
export function boxAt(tokens: readonly Token[], at: number): TokenRange | undefined {
  const number = tokens[at + 1];
  if (number === undefined || !/^\d[\d-]*$/.test(number.text)) return undefined;
  if (tokens[at]!.lower !== 'box') return { from: at, to: at + 2 };
  let from = at - 1;
  while (
    from > 0 &&
    (tokens[from]!.text === '.' || /^(?:p|o|po)$/.test(tokens[from]!.lower)) &&
    at - from < 5
  )
    from--;
  if (from === at - 1 && !/^(?:po|p\.o|post)$/.test(tokens[from]?.lower ?? '')) return undefined;
  if (!/^(?:p|po|p\.o|post)$/.test(tokens[from]?.lower ?? '')) from++;
  return { from: Math.max(0, from), to: at + 2 };
}
