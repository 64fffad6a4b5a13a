import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  BundleError,
  type Envelope,
  keyIdOf,
  type PolicyBundle,
  readBundle,
  signedBytes,
} from '@vectorgate/policy-schema/bundle';
import type { PolicyConfiguration } from '../../configuration/configuration.ts';
import { PublishRefusal } from './publish-refusal.ts';

/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 section 4). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

interface KnownKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** Keys whose signatures count, by what envelopes call them. */
export function publisherKeys({ publishers }: PolicyConfiguration): ReadonlyMap<string, KnownKey> {
  return new Map(
    (publishers?.keys ?? []).map(({ id, publicKey }) => {
      const raw = Buffer.from(publicKey, 'base64');
      const key = createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
      return [keyIdOf(raw), { id, key }];
    }),
  );
}

/**
 * The bundle in an envelope, and the name of the key that signed it; no key where signatures are optional and there is none.
 * The requirement is one switch, and nothing in an envelope turns it off. Every signature that is there must be good.
 * Throws `PublishRefusal`. What is verified is what is read: the very bytes.
 */
export function openEnvelope(
  { payloadType, payload, signatures }: Envelope,
  keys: ReadonlyMap<string, KnownKey>,
  required: boolean,
): { readonly bundle: PolicyBundle; readonly signer: string | undefined } {
  const bytes = Buffer.from(payload, 'base64');
  if (bytes.toString('base64') !== payload)
    throw unreadable('Its payload is no base64 in the one form of it.');
  const signed = signedBytes(bytes, payloadType);
  let signer: string | undefined;
  for (const { keyid, sig } of signatures) {
    const known = keys.get(keyid);
    if (known === undefined)
      throw new PublishRefusal(
        'bundle-signature',
        `The policies are signed by a key that does not count here (${keyid.slice(0, 16)}…).`,
        'Sign by a key that policy.publishers.keys in vectorgate.yaml lists, or have yours listed.',
      );
    if (!verify(null, signed, known.key, Buffer.from(sig, 'base64')))
      throw new PublishRefusal(
        'bundle-signature',
        `The signature by ${known.id} is not of these policies: something was changed after signing.`,
        'Publish them again: vectorgate policy publish',
      );
    signer ??= known.id;
  }
  if (required && signer === undefined)
    throw new PublishRefusal(
      'bundle-unsigned',
      'The policies are not signed, and this gateway takes signed ones only.',
      'Make a key by vectorgate policy keygen, have it listed under policy.publishers.keys, and publish with --key.',
    );
  return { bundle: bundleOf(bytes), signer };
}

function bundleOf(bytes: Buffer): PolicyBundle {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable('Its payload is no UTF-8.');
  }
  try {
    return readBundle(text);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new PublishRefusal(
      error.code === 'bundle-file-name' ? 'bundle-file-name' : 'bundle-unreadable',
      error.message,
      error.next,
    );
  }
}

const unreadable = (why: string): PublishRefusal =>
  new PublishRefusal(
    'bundle-unreadable',
    `The bundle cannot be read. ${why}`,
    'Make it by: vectorgate policy publish',
  );
