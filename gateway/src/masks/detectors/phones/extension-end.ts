import { isDigit } from '../bytes.ts';

const extension =
  /^\s{0,3}[,;(]?\s{0,2}(?:extension|extn|ext|ex|x|#|poste|durchwahl|dw|anexo|interno|int|ramal|toestel|wew|klappe|доб|вн)\s{0,2}[.:#=-]?\s{0,2}\d{1,6}(?!\d)\)?/i;

/** Longest text of an extension. */
const longest = 32;

const skipped = new Uint8Array(256);
for (const character of ' \t,;(') skipped[character.charCodeAt(0)] = 1;
// First letters of the words above, in either case; Cyrillic by its lead.
const begins = new Uint8Array(256);
for (const character of 'exX#EpPdDaAiIrRtTwWkK') begins[character.charCodeAt(0)] = 1;
begins[0xd0] = 1;

/** The end of a telephone number with the extension that may stand behind it: `ext. 12`, `x12`, `Durchwahl 12`. */
export function extensionEnd(bytes: Buffer, at: number, end: number): number {
  let word = at;
  while (word < end && word < at + 5 && skipped[bytes[word]!] === 1) word++;
  if (word >= end || begins[bytes[word]!] === 0) return at;
  // Most numbers have no digit of another soon after.
  const to = Math.min(end, at + longest);
  let digit = word + 1;
  while (digit < to && isDigit[bytes[digit]!] === 0) digit++;
  if (digit >= to) return at;
  const match = extension.exec(bytes.toString('utf8', at, to));
  return match === null ? at : at + Buffer.byteLength(match[0]);
}
