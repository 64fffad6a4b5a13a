import type { DetectorName } from '@vectorgate/policy-schema';
import type { TokenRange } from './street-parts.ts';
import type { Token } from './token.ts';
import { addressLabels, personLabels, placeLabels } from './words/cues.ts';

/** What stands behind the name of a field, as `Name: ana ruiz` or `"city": "lima"`. */
export interface Labelled extends TokenRange {
  readonly detector: DetectorName;
}

const quotes = '"\'`“”„«»*_|[(';
const endsValue = ';|\n)]}"”»\'<>=';

/** Most tokens of a name or place, and of an address. */
const mostWords = 6;
const mostParts = 16;

function labelOf(tokens: readonly Token[], sign: number): DetectorName | undefined {
  let at = sign - 1;
  while (at >= 0 && at > sign - 3 && quotes.includes(tokens[at]!.text)) at--;
  const token = tokens[at];
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'code')) return undefined;
  // `customer_name`, `firstName`: the last part says what it is.
  const part = token.text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]/)
    .at(-1)!;
  if (personLabels.has(part) || personLabels.has(token.lower)) return 'person-name';
  if (placeLabels.has(part) || placeLabels.has(token.lower)) return 'place';
  return addressLabels.has(part) ? 'street-address' : undefined;
}

/** Words before `name` that say that it is the name of a thing. */
const things =
  /^(?:file|user|host|domain|product|company|brand|project|class|field|table|database|collection|index|event|display|business|organisation|organization|team|group|store|model|plan|server|service|package|account|file_)$/;

/** Finds the values of fields that a text names, in any letters. */
export function findLabelled(tokens: readonly Token[]): Labelled[] {
  const found: Labelled[] = [];
  for (let sign = 1; sign < tokens.length; sign++) {
    const { text } = tokens[sign]!;
    if (text !== ':' && text !== '=' && text !== '：') continue;
    const detector = labelOf(tokens, sign);
    if (detector === undefined) continue;
    const label = tokens[sign - 1]!.lower.replace(/[_-]?names?$/, '') || tokens[sign - 2]?.lower || '';
    if (detector === 'person-name' && things.test(label.split(/[_-]/).at(-1)!)) continue;
    let from = sign + 1;
    while (from < tokens.length && from < sign + 4 && quotes.includes(tokens[from]!.text)) from++;
    const first = tokens[from];
    if (first === undefined || (first.newLine && tokens[sign + 1]?.newLine === true)) continue;
    const range = detector === 'street-address' ? partsFrom(tokens, from) : wordsFrom(tokens, from);
    if (range === undefined) continue;
    found.push({ ...range, detector });
    sign = range.to - 1;
  }
  return found;
}

/** The words of a name or a place. A sentence is neither. */
function wordsFrom(tokens: readonly Token[], from: number): TokenRange | undefined {
  let to = from;
  let words = 0;
  while (to < tokens.length) {
    const token = tokens[to]!;
    if (to > from && token.newLine) break;
    if (token.kind === 'word' && words < mostWords) words++;
    else if (!(token.text === '.' && token.glued && tokens[to - 1]?.text.length === 1)) break;
    to++;
  }
  const next = tokens[to];
  if (words === 0) return undefined;
  const ended =
    next === undefined || next.newLine || /^[,.;|)\]}"”»'<>(/–-]$/.test(next.text) || next.kind === 'number';
  const small = tokens.slice(from, to).filter((token) => token.letters === 'lower').length;
  return ended && (words <= 4 || small === 0) && (words <= 3 || small <= words / 2)
    ? { from, to }
    : undefined;
}

/** The parts of an address: up to the end of the line or what ends a value. */
function partsFrom(tokens: readonly Token[], from: number): TokenRange | undefined {
  let to = from;
  let numbers = 0;
  while (to < tokens.length && to - from < mostParts) {
    const token = tokens[to]!;
    if (to > from && token.newLine && tokens[to - 1]!.text !== ',') break;
    if (endsValue.includes(token.text)) break;
    if (token.text === '.' && tokens[to - 1]!.text.length > 4 && (tokens[to + 1]?.newLine ?? true)) break;
    if (token.text === '@') return undefined;
    if (token.kind === 'number' || token.kind === 'code') numbers++;
    to++;
  }
  return numbers > 0 ? { from, to } : undefined;
}
