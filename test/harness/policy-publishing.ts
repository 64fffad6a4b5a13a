import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bundleText,
  bundleType,
  type Envelope,
  keyIdOf,
  type PayloadType,
  type PolicyBundle,
  signedBytes,
} from '@vectorgate/policy-schema/bundle';

/** A key that signs policies. */
export interface PublisherKey {
  readonly pem: string;
  /** As a gateway's configuration lists it. */
  readonly publicKey: string;
  readonly keyId: string;
}

export function publisherKey(): PublisherKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: raw.toString('base64'),
    keyId: keyIdOf(raw),
  };
}

/** Further lines of a world's configuration: data owners publish, by these keys. */
export const publishing = (keys: Readonly<Record<string, PublisherKey>>, more = ''): string => `policy:
  publishers:
    groups: [data-owners]
    services: ["ci:release"]
    keys:
${Object.entries(keys)
  .map(([id, { publicKey }]) => `      - { id: ${id}, publicKey: "${publicKey}" }\n`)
  .join('')}${more}`;

/** The envelope over any text, as a bundle or none. */
export const sealed = (text: string, ...keys: readonly PublisherKey[]): Envelope =>
  sealedAs(bundleType, text, ...keys);

export function sealedAs(payloadType: PayloadType, text: string, ...keys: readonly PublisherKey[]): Envelope {
  const payload = Buffer.from(text);
  return {
    payloadType,
    payload: payload.toString('base64'),
    signatures: keys.map(({ pem, keyId }) => ({
      keyid: keyId,
      sig: sign(null, signedBytes(payload, payloadType), createPrivateKey(pem)).toString('base64'),
    })),
  };
}

export const sealedBundle = (bundle: PolicyBundle, ...keys: readonly PublisherKey[]): Envelope =>
  sealed(bundleText(bundle), ...keys);

/** Replaces what a folder holds by these policies (name without `.policy.yaml`). */
export async function writePolicies(
  folder: string,
  policies: Readonly<Record<string, string>>,
): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(policies))
    await writeFile(join(folder, `${name}.policy.yaml`), text);
  return folder;
}
