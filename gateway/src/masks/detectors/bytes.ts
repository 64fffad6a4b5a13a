/** Classes of bytes, as tables of 256 flags. Bytes of UTF-8 sequences are 0x80 and above. */
const table = (test: (character: string, byte: number) => boolean): Uint8Array => {
  const flags = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) flags[byte] = test(String.fromCharCode(byte), byte) ? 1 : 0;
  return flags;
};

export const isDigit = table((c) => c >= '0' && c <= '9');
export const isHex = table((c) => /[0-9A-Fa-f]/.test(c));
export const isLetter = table((c) => /[A-Za-z]/.test(c) && c.charCodeAt(0) < 0x80);
export const isAlphanumeric = table((_c, b) => isDigit[b] === 1 || isLetter[b] === 1);

/**
 * Length in bytes of a separator that people write between the groups of a number: space, hyphen, and their
 * typographic kin (no-break space, narrow no-break and thin space, hyphens and dashes U+2010 to U+2015). 0: none.
 */
export function separatorAt(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at];
  if (at >= end) return 0;
  if (byte === 0x20 || byte === 0x2d) return 1;
  if (byte === 0xc2) return at + 1 < end && bytes[at + 1] === 0xa0 ? 2 : 0;
  if (byte !== 0xe2 || at + 2 >= end || bytes[at + 1] !== 0x80) return 0;
  const last = bytes[at + 2]!;
  return last === 0x89 || last === 0xaf || (last >= 0x90 && last <= 0x95) ? 3 : 0;
}

const isLoose = table((c) => '\t\n\r._/'.includes(c));

/** Separators side by side that still belong to one number, as in `4111 - 1111`. */
const mostLoose = 3;

/**
 * Length in bytes of what stands between two groups of a number that has more to tell it by (check digits, a shape):
 * one to three separators, also dot, underscore, slash, tab and line break. 0: none.
 */
export function gapAt(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  for (let count = 0; count < mostLoose && next < end; count++) {
    const length = isLoose[bytes[next]!] === 1 ? 1 : separatorAt(bytes, next, end);
    if (length === 0) break;
    next += length;
  }
  return next - at;
}
