import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { SealedState } from './state/sealed-state.ts';

/** One of our own signing keys. */
interface SigningKey {
  readonly kid: string;
  /** Seconds since the epoch: signs from then on, until a newer one does. */
  readonly signsFrom: number;
  readonly jwk: JWK;
}

/** What can be read of one moment: the same object until the keys turn. */
interface KeySet {
  readonly jwks: readonly (JWK & { kid: string })[];
  readonly publicKeys: ReadonlyMap<string, CryptoKey>;
}

const kind = 'signing-key';
/** A key signs for this long, in seconds. */
const signsFor = 30 * 86_400;
/** The next one stands in our JWKS this long before it signs, so that whoever keeps a copy knows it by then, in seconds. */
const announcedFor = 3_600;
/** A key that no longer signs is kept until its last token has ended: none lives longer than 600 s, and clocks differ. */
const keptFor = 900;
/** Other gateways over the same state may have made a key: it is looked at again after this long, in seconds. */
const lookEvery = 60;
const storedFor = 400 * 86_400;

const bySigning = (a: SigningKey, b: SigningKey): number =>
  b.signsFrom - a.signsFrom || (a.kid < b.kid ? -1 : 1);

/**
 * Our ES256 keys, sealed in the sign-in state. They turn while the gateway runs: the next key is made and published an
 * hour before it signs, and the one before it verifies until the last token that it signed has ended; then it is gone.
 */
export class SigningKeys {
  readonly #state: SealedState;
  readonly #now: () => number;
  #set: KeySet = { jwks: [], publicKeys: new Map() };
  #nextLook = 0;
  #looking: Promise<void> | undefined;

  private constructor(state: SealedState, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /** Opens; makes the first key where there is none. `now` gives seconds since the epoch. */
  static async open(state: SealedState, now: () => number): Promise<SigningKeys> {
    const keys = new SigningKeys(state, now);
    await keys.upToDate();
    return keys;
  }

  /** Private JWKs, the one that signs first. The same array until the keys turn. */
  get jwks(): KeySet['jwks'] {
    return this.#set.jwks;
  }

  /** By key id; for verification. */
  get publicKeys(): KeySet['publicKeys'] {
    return this.#set.publicKeys;
  }

  /** To be awaited before keys are used; looks at the state at most once a minute. */
  async upToDate(): Promise<void> {
    if (this.#now() < this.#nextLook) return;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  async #look(): Promise<void> {
    const now = this.#now();
    const keys = (await this.#state.list<SigningKey>(kind)).map(({ value }) => value).sort(bySigning);
    const newest = keys[0];
    if (newest === undefined || now >= newest.signsFrom + signsFor - announcedFor)
      keys.unshift(await this.#make(newest === undefined ? now : now + announcedFor));
    const signer = keys.findIndex(({ signsFrom }) => signsFrom <= now);
    const kept: SigningKey[] = [];
    for (const [place, key] of keys.entries()) {
      const successor = keys[place - 1];
      if (place > signer && successor !== undefined && now >= successor.signsFrom + keptFor)
        await this.#state.remove(kind, key.kid);
      else kept.push(key);
    }
    const signing = keys[signer];
    await this.#use(signing === undefined ? kept : [signing, ...kept.filter((key) => key !== signing)]);
    this.#nextLook = now + lookEvery;
  }

  async #make(signsFrom: number): Promise<SigningKey> {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const kid = crypto.randomUUID();
    const jwk: JWK = { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
    const key: SigningKey = { kid, signsFrom, jwk };
    await this.#state.put(kind, kid, key, { expires: signsFrom + storedFor });
    return key;
  }

  async #use(keys: readonly SigningKey[]): Promise<void> {
    const kids = (list: readonly { readonly kid: string }[]): string => list.map(({ kid }) => kid).join();
    if (kids(keys) === kids(this.#set.jwks)) return;
    const publicKeys = new Map<string, CryptoKey>();
    for (const { kid, jwk } of keys) {
      const { d: _private, ...publicJwk } = jwk;
      const key = await importJWK(publicJwk, 'ES256');
      if (!(key instanceof Uint8Array)) publicKeys.set(kid, key);
    }
    this.#set = { jwks: keys.map(({ kid, jwk }) => ({ ...jwk, kid })), publicKeys };
  }
}
