import { utf8ToBytes } from '@noble/hashes/utils.js';
import { PolicyError } from '../../errors/policy-error.ts';
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
  // A page that was not fetched over HTTPS, nor from this machine, has none.
  const subtle = globalThis.crypto?.subtle as typeof globalThis.crypto.subtle | undefined;
  if (subtle === undefined) throw noEd25519();
  try {
    const publicKey = await subtle.importKey('raw', Uint8Array.from(key.publicKey), 'Ed25519', false, [
      'verify',
    ]);
    const signature = Uint8Array.from(found.signature);
    const text = Uint8Array.from(utf8ToBytes(note.text));
    return (await subtle.verify('Ed25519', publicKey, signature, text)) ? 'signed' : 'forged';
  } catch (cause) {
    // Bytes that are no point of the curve sign nothing.
    if (!(cause instanceof Error) || cause.name !== 'NotSupportedError') return 'forged';
    throw noEd25519(cause);
  }
}

const noEd25519 = (cause?: unknown): PolicyError =>
  new PolicyError(
    'evidence-platform',
    'Signatures cannot be verified here: this platform has no Ed25519. Use a current Node, browser or editor; a page has it over HTTPS only.',
    { cause },
  );
