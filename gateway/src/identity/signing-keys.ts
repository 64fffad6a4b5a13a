import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { SealedState } from './state/sealed-state.ts';

/** One of our own signing keys. */
interface SigningKey {
  readonly kid: string;
  /** Seconds since the epoch. */
  readonly made: number;
  readonly jwk: JWK;
}

export interface SigningKeys {
  /** Private JWKs, the one that signs first. */
  readonly jwks: readonly (JWK & { kid: string })[];
  /** By key id; for verification. */
  readonly publicKeys: ReadonlyMap<string, CryptoKey>;
}

const kind = 'signing-key';
/** A start makes a new key when the newest is older, in seconds; the one before it still verifies. */
const signsFor = 30 * 86_400;
const keptFor = 400 * 86_400;

/** Our ES256 keys, made when there are none or the newest is old. */
export async function openSigningKeys(state: SealedState, now: number): Promise<SigningKeys> {
  const keys = (await state.list<SigningKey>(kind)).map(({ value }) => value).sort((a, b) => b.made - a.made);
  if (keys[0] === undefined || now - keys[0].made > signsFor) {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const kid = crypto.randomUUID();
    const key: SigningKey = {
      kid,
      made: now,
      jwk: { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' },
    };
    await state.put(kind, kid, key, { expires: now + keptFor });
    keys.unshift(key);
  }
  keys.splice(2);
  const publicKeys = new Map<string, CryptoKey>();
  for (const { kid, jwk } of keys) {
    const { d: _private, ...publicJwk } = jwk;
    const key = await importJWK(publicJwk, 'ES256');
    if (!(key instanceof Uint8Array)) publicKeys.set(kid, key);
  }
  return { jwks: keys.map(({ kid, jwk }) => ({ ...jwk, kid })), publicKeys };
}
