import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import {
  type Checkpoint,
  checkpointText,
  formatVerifierKey,
  type SignedNote,
  type VerifierKey,
  verifierKey,
} from '@vectorgate/policy-schema/evidence';

/** PKCS #8 of an Ed25519 key up to its seed (RFC 8410 section 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs checkpoints of one log. */
export interface SigningKey {
  readonly publicKey: VerifierKey;
  /** The public key as C2SP signed-note writes it. */
  readonly text: string;
  readonly sign: (text: string) => Uint8Array;
}

/** The key of a log from a seed of 32 bytes (RFC 8032 section 5.1.5). */
export function signingKey(origin: string, seed: Uint8Array): SigningKey {
  const secret = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' });
  const publicKey = verifierKey(origin, Buffer.from(x, 'base64url'));
  return {
    publicKey,
    text: formatVerifierKey(publicKey),
    sign: (text) => sign(null, Buffer.from(text), secret),
  };
}

/** Ed25519 is deterministic: the same tree under the same keys is the same note, whenever it is signed. */
export const signCheckpoint = (checkpoint: Checkpoint, keys: readonly SigningKey[]): SignedNote =>
  signNote(checkpointText(checkpoint), keys);

/** A note that each of the keys signs. */
export const signNote = (text: string, keys: readonly SigningKey[]): SignedNote => ({
  text,
  signatures: keys.map(({ publicKey: { name, id }, sign }) => ({ name, id, signature: sign(text) })),
});
