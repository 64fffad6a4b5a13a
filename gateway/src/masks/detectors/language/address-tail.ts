import { isName } from './street-parts.ts';
import type { Token } from './token.ts';
import { particles } from './words/cues.ts';
import { places } from './words/places.ts';
import { states, units } from './words/streets.ts';

/** Most words of a town's name. */
const most = 4;

const isSign = (token: Token | undefined, signs: string): boolean =>
  token !== undefined && token.kind === 'sign' && signs.includes(token.text);

/** Past a comma, a dot, a hyphen or nothing, to the next part; -1 where a sentence ends. */
function nextPart(tokens: readonly Token[], at: number): number {
  let i = at;
  while (isSign(tokens[i], ',·|-–')) i++;
  return i;
}

/** Past the name of a town that begins at `at`; `at` when there is none. */
function townEnd(tokens: readonly Token[], at: number): number {
  let i = at;
  while (i < tokens.length && i - at < most) {
    const token = tokens[i]!;
    if (i > at && token.newLine) break;
    if (isName(token)) i++;
    else if (
      i > at &&
      (particles.has(token.lower) || /^(?:upon|on|under)$/.test(token.lower)) &&
      isName(tokens[i + 1])
    )
      i += 2;
    else if (i > at && token.text === '.' && token.glued && /^st$/i.test(tokens[i - 1]!.text)) i++;
    else break;
  }
  return i;
}

/** Past a postal code that begins at `at`; `at` when there is none. */
function codeEnd(tokens: readonly Token[], at: number): number {
  const token = tokens[at];
  if (token === undefined) return at;
  const next = tokens[at + 1];
  if (token.kind === 'number' && /^\d{4,6}$/.test(token.text)) {
    const hyphen = isSign(next, '-') && next!.glued && /^\d{3,4}$/.test(tokens[at + 2]?.text ?? '');
    return hyphen ? at + 3 : at + 1;
  }
  // 123 45, 1234 AB, SW1A 1AA, K1A 0B1
  if (/^\d{3}$/.test(token.text) && /^\d{2,3}$/.test(next?.text ?? '') && !next!.newLine) return at + 2;
  if (/^\d{2}$/.test(token.text) && isSign(next, '-') && /^\d{3}$/.test(tokens[at + 2]?.text ?? ''))
    return at + 3;
  if (/^[A-Z]{1,2}\d[A-Z\d]?$/.test(token.text) && /^\d[A-Z]{2}$/.test(next?.text ?? '')) return at + 2;
  if (/^[A-Z]\d[A-Z]$/.test(token.text) && /^\d[A-Z]\d$/.test(next?.text ?? '')) return at + 2;
  // A-1010, CH-8001, D-10115
  if (/^[A-Z]{1,2}-?\d{4,5}$/.test(token.text)) return at + 1;
  if (/^[A-Z]{1,3}$/.test(token.text) && isSign(next, '-') && /^\d{4,5}$/.test(tokens[at + 2]?.text ?? ''))
    return at + 3;
  return at;
}

/** Past a postal code and the town behind it; `at` when both are not there. */
export function townBehindCode(tokens: readonly Token[], at: number): number {
  const code = codeEnd(tokens, at);
  const town = code > at ? townEnd(tokens, code) : at;
  return town > code ? town : at;
}

/** Past a part of a building: `Apt 4B`, `2nd floor`, `3º`, `#5`. */
function unitEnd(tokens: readonly Token[], at: number): number {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token === undefined) return at;
  if (token.text === '#' && next !== undefined && next.kind !== 'sign') return at + 2;
  if (units.has(token.lower)) {
    let i = at + 1;
    if (isSign(tokens[i], '.')) i++;
    const value = tokens[i];
    if (
      value !== undefined &&
      !value.newLine &&
      (value.kind === 'number' || value.kind === 'code' || /^[A-Z]$/.test(value.text))
    )
      return i + 1;
    return at;
  }
  // `3º B`, with the sign as a letter of its own or not.
  const storey = /^\d{1,2}[º°ª]$/.test(token.text)
    ? at + 1
    : /^\d{1,2}$/.test(token.text) && /^[º°ª]$/.test(next?.text ?? '')
      ? at + 2
      : 0;
  if (storey > 0)
    return /^(?:[A-Z]|izq|izda|dcha|der)$/.test(tokens[storey]?.text ?? '') ? storey + 1 : storey;
  if (
    /^\d{1,2}(?:st|nd|rd|th|º|ª|e|er|°)?$/.test(token.lower) &&
    next !== undefined &&
    (units.has(next.lower) || /^[º°ª]$/.test(next.text))
  )
    return at + 2;
  return at;
}

/**
 * The end of an address whose street ends before `at`: part of the building, town, state, postal code and country, each
 * behind a comma or a line break, or side by side with a code.
 */
export function addressTail(tokens: readonly Token[], at: number): number {
  let to = at;
  for (let parts = 0; parts < 5; parts++) {
    const part = nextPart(tokens, to);
    const separated = part > to || tokens[part]?.newLine === true;
    const unit = unitEnd(tokens, part);
    if (unit > part) {
      to = unit;
      continue;
    }
    const code = codeEnd(tokens, part);
    if (code > part) {
      const town = townEnd(tokens, code);
      // A code alone is an ordinary number unless a town, a state or a comma says otherwise.
      if (town > code || separated || parts > 0) {
        to = town;
        continue;
      }
      break;
    }
    const town = townEnd(tokens, part);
    if (town === part) break;
    let end = town;
    const last = tokens[town - 1]!;
    if (isSign(tokens[end], ',') && states.has(tokens[end + 1]?.lower ?? '') && isName(tokens[end + 1]))
      end += 2;
    const behind = codeEnd(tokens, isSign(tokens[end], ',') ? end + 1 : end);
    const coded = behind > (isSign(tokens[end], ',') ? end + 1 : end);
    if (!separated && !coded && !places.has(last.lower)) break;
    if (separated && tokens[part]!.newLine && part === to && !coded && !places.has(last.lower)) break;
    to = coded ? behind : end;
  }
  return to;
}
