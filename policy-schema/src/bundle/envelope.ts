import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as Type from 'typebox/type';

/** What the payload of our envelopes is. */
export const bundleType = 'application/vnd.vectorgate.policy-bundle.v1+json';

/** Characters of base64 that an envelope's payload may have. */
export const mostEnvelope = 8 * 1024 * 1024;

const strict = { additionalProperties: false } as const;

/** A bundle with signatures over it, as DSSE (github.com/secure-systems-lab/dsse, v1.0.2) writes it. */
export const EnvelopeSchema = Type.Object(
  {
    payloadType: Type.Literal(bundleType),
    payload: Type.String({
      pattern: '^[A-Za-z0-9+/]*={0,2}$',
      maxLength: mostEnvelope,
      description: 'The bundle’s text in UTF-8, as base64.',
    }),
    signatures: Type.Array(
      Type.Object(
        {
          keyid: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the raw public key.' }),
          sig: Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$', description: 'Ed25519, as base64.' }),
        },
        strict,
      ),
      { maxItems: 10 },
    ),
  },
  strict,
);

export type Envelope = Type.Static<typeof EnvelopeSchema>;

/** The bytes that are signed: DSSE's pre-authentication encoding. */
export const signedBytes = (payload: Uint8Array): Uint8Array =>
  concatBytes(utf8ToBytes(`DSSEv1 ${bundleType.length} ${bundleType} ${payload.length} `), payload);

/** How envelopes name a key: by the hash of its 32 raw bytes. */
export const keyIdOf = (publicKey: Uint8Array): string => bytesToHex(sha256(publicKey));
