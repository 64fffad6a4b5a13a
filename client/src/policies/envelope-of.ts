import { bundleType, type Envelope, type PayloadType, signedBytes } from '@vectorgate/policy-schema/bundle';
import { ClientError } from '../errors/client-error.ts';
import { bundleOf, type Publication } from './publication.ts';
import type { SigningKey } from './signing-key.ts';

/** The envelope of a bundle that replaces what is in force, signed where there is a key. Throws `ClientError`. */
export function envelopeOf(
  publication: Publication,
  key: SigningKey | undefined,
  type: PayloadType = bundleType,
): Envelope {
  const payload = Buffer.from(bundleOf(publication, type));
  if (key === undefined && publication.base.publishing?.signatures === 'required')
    throw new ClientError(
      'key-unreadable',
      'This gateway takes signed policies only, and there is no key to sign them by.',
      'Make one: vectorgate policy keygen. Or name yours: --key FILE',
    );
  const sig = key && Buffer.from(key.sign(signedBytes(payload, type))).toString('base64');
  return {
    payloadType: type,
    payload: payload.toString('base64'),
    signatures: key === undefined || sig === undefined ? [] : [{ keyid: key.keyId, sig }],
  };
}
