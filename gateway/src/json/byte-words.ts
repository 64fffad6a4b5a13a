/*
 * Tests of four bytes at once, in one 32-bit word: branches for each byte are what reading texts costs. Each test gives
 * 0 when no byte of the word is meant; otherwise some bit, which may also come from a byte beside: look at each then.
 */

/** Some byte is zero; so of `word ^ pattern`, some byte equals that of the pattern. */
export const hasZero = (word: number): number => (word - 0x01010101) & ~word & 0x80808080;

/** Some byte is below 0x20. */
export const hasControl = (word: number): number => (word - 0x20202020) & ~word & 0x80808080;

/** The memory of a buffer as words; the byte at `i` of the buffer lies in the word `(byteOffset + i) >> 2`. */
export const wordsOf = (bytes: Uint8Array): Int32Array =>
  new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
