import { sha256 } from '@noble/hashes/sha2.js';

/** From so many bytes on the platform's SHA-256 is faster, in spite of the way there. */
const worthAsking = 16 * 1024;

/** SHA-256 over pieces in a row. A page that was not fetched safely has no WebCrypto; the result is the same. */
export async function digestBytes(...pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const subtle = globalThis.crypto?.subtle as typeof globalThis.crypto.subtle | undefined;
  if (length < worthAsking || subtle === undefined) {
    const hash = sha256.create();
    for (const piece of pieces) hash.update(piece);
    return hash.digest();
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return new Uint8Array(await subtle.digest('SHA-256', whole));
}
