/** Characters beyond ASCII, by their UTF-8 bytes: the texts that are looked through are valid UTF-8. */

/** Length in bytes of the character that begins with a byte. */
export const characterLength = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

/** Start of the character of which the byte at `at` is a part. */
export function characterStart(bytes: Uint8Array, at: number, start: number): number {
  let from = at;
  while (from > start && at - from < 3 && bytes[from]! >= 0x80 && bytes[from]! < 0xc0) from--;
  return from;
}

const key = (a: number, b: number, c: number): number => (a << 16) | (b << 8) | c;

const keysOf = (text: string): ReadonlySet<number> =>
  new Set(
    [...text].map((character) => {
      const [a = 0, b = 0, c = 0] = Buffer.from(character);
      return key(a, b, c);
    }),
  );

/**
 * Spaces, brackets, quotation marks and ends of sentences, and the at signs of full width: no part of an address.
 * Dashes, apostrophes and characters without width are not here: writing programs put them into addresses.
 */
const boundaries = keysOf(
  '\u00a0\u00ab\u00bb\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f' +
    '\u201c\u201d\u201e\u201f\u3000\u3001\u3002\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015' +
    '\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1c\uff1e\uff1f\uff20\uff3b\uff3d\uff5b\uff5d\uff61\uff62\uff63\uff64\ufe6b',
);

/** Dots that stand between the labels of a host name beside the ASCII one (IDNA, RFC 3490, 3.1). */
const wideDots = keysOf('\u3002\uff0e\uff61');

/** At signs beside the ASCII one. */
const wideSigns = keysOf('\uff20\ufe6b');

const keyAt = (bytes: Uint8Array, at: number): number => {
  const lead = bytes[at]!;
  return key(lead, bytes[at + 1]!, lead < 0xe0 ? 0 : bytes[at + 2]!);
};

/** True when the character at `at`, which is beyond ASCII, cannot stand in an address. */
export const isBoundary = (bytes: Uint8Array, at: number): boolean => boundaries.has(keyAt(bytes, at));

/** True when the character at `at` is such a dot; each has three bytes. */
export const isWideDot = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! >= 0x80 && wideDots.has(keyAt(bytes, at));

/** True when the character at `at` is such an at sign; each has three bytes. */
export const isWideSign = (bytes: Uint8Array, at: number): boolean => wideSigns.has(keyAt(bytes, at));
