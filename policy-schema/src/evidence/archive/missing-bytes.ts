/** Bytes at the beginning of a file by which `missingBytes` tells. */
export const archiveHeadBytes = 100;

const magic = 'SQLite format 3\0';

/**
 * How many bytes are gone from the end of an archive, by what the header of its database says of its length: 0 when none
 * is, or when it is no database. SQLite opens no file that is cut short; with that many zeros at its end it does, and what
 * is still there can be read and verified.
 */
export function missingBytes(head: Uint8Array, length: number): number {
  if (head.length < archiveHeadBytes || new TextDecoder('latin1').decode(head.subarray(0, 16)) !== magic)
    return 0;
  const view = new DataView(head.buffer, head.byteOffset);
  const pageBytes = view.getUint16(16) === 1 ? 65_536 : view.getUint16(16);
  const whole = pageBytes * view.getUint32(28);
  // A header that claims more than any archive has was changed.
  return whole > length && whole < 2 ** 32 ? whole - length : 0;
}

/** The bytes of an archive, with zeros in place of what is gone from its end. */
export function withoutShortfall(bytes: Uint8Array): Uint8Array {
  const missing = missingBytes(bytes.subarray(0, archiveHeadBytes), bytes.length);
  if (missing === 0) return bytes;
  const whole = new Uint8Array(bytes.length + missing);
  whole.set(bytes);
  return whole;
}
