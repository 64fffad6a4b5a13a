import { addressTail } from './address-tail.ts';
import { comma, isHouse, isName, type TokenRange } from './street-parts.ts';
import { boxAt, codedAt, compoundAt, numberedAt } from './streets-by-form.ts';
import { beginsAt, endsAt, smallAt } from './streets-by-kind.ts';
import type { Token } from './token.ts';
import { numberedEnds, postBox, streetBeginnings, streetEnds, streetSuffix, units } from './words/streets.ts';

/** A street with what stands behind it. */
export interface Address extends TokenRange {
  /** Behind the street and its number; the town and the rest go on to `to`. */
  readonly street: number;
}

/** Finds street addresses, each with what stands behind the street: the part of the building, postal code, town. */
export function findStreets(tokens: readonly Token[]): Address[] {
  const found: Address[] = [];
  let done = 0;
  for (let at = 0; at < tokens.length; at++) {
    if (at < done) continue;
    const token = tokens[at]!;
    if (token.kind !== 'word') continue;
    const capital = isName(token);
    let range: TokenRange | undefined;
    if (streetEnds.has(token.lower) && (capital || isHouse(tokens[at - 2]) || isHouse(tokens[at - 3])))
      range = capital ? endsAt(tokens, at) : smallAt(tokens, at);
    if (range === undefined && token.text === 'C' && tokens[at + 1]?.text === '/' && tokens[at + 1]!.glued)
      range = beginsAt(tokens, at, at + 2);
    if (range === undefined && streetBeginnings.has(token.lower)) range = beginsAt(tokens, at);
    if (range === undefined && capital && streetSuffix.test(token.text)) range = compoundAt(tokens, at);
    if (range === undefined && numberedEnds.has(token.lower)) range = numberedAt(tokens, at);
    if (range === undefined && capital) range = codedAt(tokens, at);
    if (range === undefined && postBox.test(token.lower)) range = boxAt(tokens, at);
    if (range === undefined || range.from < done) continue;
    const to = addressTail(tokens, range.to);
    found.push({ from: Math.max(done, withUnit(tokens, range.from)), street: range.to, to });
    done = to;
  }
  return found;
}

/** Where an address with the part of the building in front of it begins: `Flat 3, 12 Elm Road`, `The Old Mill, 3 Elm Road`. */
function withUnit(tokens: readonly Token[], from: number): number {
  if (!comma(tokens[from - 1])) return from;
  const last = from - 2;
  if (units.has(tokens[last - 1]?.lower ?? '') && tokens[last]!.kind !== 'sign') return last - 1;
  let first = last;
  while (
    first > 0 &&
    last - first < 3 &&
    isName(tokens[first]) &&
    !tokens[first]!.newLine &&
    isName(tokens[first - 1])
  )
    first--;
  return first < last && /^(?:the|villa|haus|casa|villa|casa|mas|chateau|château)$/.test(tokens[first]!.lower)
    ? first
    : from;
}
