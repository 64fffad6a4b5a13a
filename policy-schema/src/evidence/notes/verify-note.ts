import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type SignedNote, signatureOf } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** `signed`: by this key. `unsigned`: it has no line there. `forged`: it has one that is not its own. */
export type Signed = 'signed' | 'unsigned' | 'forged';

/**
 * What a note says of one key. By WebCrypto's Ed25519 (RFC 8032), which Node and browsers have. A forged line makes the
 * whole note worthless (C2SP signed-note).
 */
export async function verifyNote(note: SignedNote, key: VerifierKey): Promise<Signed> {
  const found = signatureOf(note, key);
  if (found === undefined) return 'unsigned';
  const { subtle } = globalThis.crypto;
  const publicKey = await subtle.importKey('raw', Uint8Array.from(key.publicKey), 'Ed25519', false, [
    'verify',
  ]);
  const signature = Uint8Array.from(found.signature);
  const text = Uint8Array.from(utf8ToBytes(note.text));
  return (await subtle.verify('Ed25519', publicKey, signature, text)) ? 'signed' : 'forged';
}
