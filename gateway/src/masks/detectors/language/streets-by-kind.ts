import {
  comma,
  dot,
  houseBefore,
  isHouse,
  isName,
  isOrdinal,
  pastHouse,
  type TokenRange,
} from './street-parts.ts';
import type { Token } from './token.ts';
import { particles } from './words/cues.ts';
import { directions, numberWords, weakBeginnings, weakEnds } from './words/streets.ts';

/** Most words of a street's name. */
const most = 5;

/** `N.`, `St.` before a name. */
const isShort = (lower: string): boolean => directions.has(lower) || /^(?:st|mt|ft|dr)$/.test(lower);

/** `12 Long Acre Road`, `Long Acre Road`, `350 5th Ave`. `at` is the kind of street. */
export function endsAt(tokens: readonly Token[], at: number): TokenRange | undefined {
  const kind = tokens[at]!;
  let from = at;
  while (from > 0 && at - from < most) {
    const before = tokens[from - 1]!;
    if (dot(before) && isShort(tokens[from - 2]?.lower ?? '')) {
      from -= 2;
      continue;
    }
    if (tokens[from]!.newLine) break;
    const small = /^(?:the|of|and|de|la)$/.test(before.lower) && from < at && isName(tokens[from - 2]);
    if (!isName(before) && !isOrdinal(before) && !small) break;
    if (before.lower === 'at' || before.lower === 'in') break;
    from--;
  }
  let house = houseBefore(tokens, from);
  if (from === at) return undefined;
  // `12 high street`: small letters are enough behind a number and before a plain kind of street.
  if (house < 0 && numberWords.has(tokens[from]!.lower) && from < at - 1) house = from;
  if (house < 0 && weakEnds.has(kind.lower)) return undefined;
  let to = at + 1;
  if (dot(tokens[to]) && /^(?:st|av|ave|rd|ln|blvd|dr|ct|pl|sq|terr|cres|hwy|pkwy|cir|trl)$/.test(kind.lower))
    to++;
  if (directions.has(tokens[to]?.lower ?? '') && isName(tokens[to]) && !tokens[to]!.newLine) to++;
  return { from: house < 0 ? from : house, to };
}

/** `rue de la Paix 12`, `12, rue de la Paix`, `Calle Mayor 5`. `at` is the kind of street. */
export function beginsAt(tokens: readonly Token[], at: number, behindKind = at + 1): TokenRange | undefined {
  let to = behindKind;
  if (dot(tokens[to])) to++;
  const first = to;
  let named = false;
  while (to < tokens.length && to - first < most + 1) {
    const token = tokens[to]!;
    if (token.newLine) break;
    if (isName(token)) named = true;
    else if (isOrdinal(token) || (token.kind === 'number' && to === first)) named ||= isOrdinal(token);
    else if (!particles.has(token.lower) && !/^(?:d|l)['’]/.test(token.lower)) break;
    to++;
  }
  while (to > first && particles.has(tokens[to - 1]!.lower) && !isName(tokens[to - 1])) to--;
  const house = houseBefore(tokens, at);
  let number = to;
  if (comma(tokens[number])) number++;
  if (/^(?:n|nº|n°|no|nr|numero|número|km)$/.test(tokens[number]?.lower ?? '')) number++;
  if (dot(tokens[number]) || tokens[number]?.text === 'º' || tokens[number]?.text === '°') number++;
  const behind = isHouse(tokens[number]) && !tokens[number]!.newLine;
  if (!named || (house < 0 && !behind && weakBeginnings.has(tokens[at]!.lower))) return undefined;
  if (house < 0 && !behind && !isName(tokens[first]) && !particles.has(tokens[first]!.lower))
    return undefined;
  return { from: house < 0 ? at : house, to: behind ? pastHouse(tokens, number) : to };
}

/** `12 high street`: a number, one or two words, and a kind of street that is nothing else. */
export function smallAt(tokens: readonly Token[], at: number): TokenRange | undefined {
  const kind = tokens[at]!;
  if (weakEnds.has(kind.lower)) return undefined;
  for (const from of [at - 2, at - 3]) {
    if (from < 0 || !isHouse(tokens[from])) continue;
    if (tokens.slice(from + 1, at).every((token) => token.kind === 'word')) return { from, to: at + 1 };
  }
  return undefined;
}
