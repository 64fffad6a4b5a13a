import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as Type from 'typebox/type';

/** What the payload of our envelopes is: policies to put in force, or to run beside those that are. */
export const bundleType = 'application/vnd.vectorgate.policy-bundle.v1+json';
export const canaryType = 'application/vnd.vectorgate.policy-canary.v1+json';

export type PayloadType = typeof bundleType | typeof canaryType;

/** Characters of base64 that an envelope's payload may have. */
export const mostEnvelope = 8 * 1024 * 1024;

const strict = { additionalProperties: false } as const;

const envelopeOf = <Of extends PayloadType>(type: Of) =>
  Type.Object(
    {
      payloadType: Type.Literal(type),
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

/** A bundle with signatures over it, as DSSE (github.com/secure-systems-lab/dsse, v1.0.2) writes it. */
export const EnvelopeSchema = envelopeOf(bundleType);
export const CanaryEnvelopeSchema = envelopeOf(canaryType);

export type Envelope = Omit<Type.Static<typeof EnvelopeSchema>, 'payloadType'> & {
  readonly payloadType: PayloadType;
};

/** The bytes that are signed: DSSE's pre-authentication encoding. What is signed as one type counts as no other. */
export const signedBytes = (payload: Uint8Array, type: PayloadType): Uint8Array =>
  concatBytes(utf8ToBytes(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload);

/** How envelopes name a key: by the hash of its 32 raw bytes. */
export const keyIdOf = (publicKey: Uint8Array): string => bytesToHex(sha256(publicKey));
