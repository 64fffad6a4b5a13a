import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type Checkpoint, checkpointText } from '../notes/checkpoint.ts';
import type { SignedNote } from '../notes/signed-note.ts';
import { type VerifierKey, verifierKey } from '../notes/verifier-key.ts';

export interface TestSigner {
  readonly key: VerifierKey;
  readonly sign: (text: string) => Uint8Array;
}

/** A key pair made from a number: the same for the same number. */
export function testSigner(name: string, number: number): TestSigner {
  const seed = Buffer.alloc(32, number);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(secret).export({ format: 'jwk' });
  return {
    key: verifierKey(name, Buffer.from(x!, 'base64url')),
    sign: (text) => sign(null, Buffer.from(text), secret),
  };
}

/** A checkpoint signed by each. */
export function signedBy(checkpoint: Checkpoint, ...signers: readonly TestSigner[]): SignedNote {
  const text = checkpointText(checkpoint);
  return {
    text,
    signatures: signers.map(({ key, sign: by }) => ({ name: key.name, id: key.id, signature: by(text) })),
  };
}
