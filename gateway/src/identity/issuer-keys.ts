import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose';
import { fetchIssuerDocument } from './fetch-issuer-document.ts';
import { isUsableKey } from './weak-keys.ts';

/** The issuer is asked at most this often, whatever comes in, in milliseconds: while it answers, and while it does not. */
const cooldown = 5_000;
const retry = 2_000;
/** Keys are fetched again after this long, in milliseconds. */
const cached = 600_000;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.startsWith('127.');
const isKey = (value: unknown): value is JWK =>
  typeof value === 'object' && value !== null && 'kty' in value && typeof value.kty === 'string';

/** The issuer's keys cannot be had now. The token may be good; nobody can tell. */
export class IssuerUnreachable extends Error {}

/**
 * The public keys of a trusted issuer, by its discovery document: read when first needed, kept ten minutes. An unknown
 * key id makes the gateway ask again, but never more than once in 5 s; after a failure it asks again when somebody needs
 * it and 2 s have passed. Keys not meant for signatures and keys known to be weak are left out.
 */
export class IssuerKeys {
  readonly #issuer: string;
  readonly #changed: () => void;
  readonly #now: () => number;
  #keys: JWTVerifyGetKey | undefined;
  /** Milliseconds of `#now`: when `#keys` were fetched, and when the issuer was last asked. */
  #fetched = 0;
  #asked = Number.NEGATIVE_INFINITY;
  #failed = false;
  #loading: Promise<JWTVerifyGetKey> | undefined;
  #seen: string | undefined;

  /**
   * `changed` is called when the issuer's keys differ from those seen before. `now` counts milliseconds and never goes
   * back, other than a clock.
   */
  constructor(issuer: string, changed: () => void, now: () => number = () => performance.now()) {
    this.#issuer = issuer;
    this.#changed = changed;
    this.#now = now;
  }

  /** Throws `IssuerUnreachable`, or jose's errors when no key fits. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const known = this.#now() - this.#fetched < cached ? this.#keys : undefined;
    if (known === undefined) return (await this.#load())(header, token);
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || this.#wasAsked()) throw error;
    }
    return (await this.#load())(header, token);
  };

  #wasAsked(): boolean {
    return this.#now() - this.#asked < (this.#failed ? retry : cooldown);
  }

  /** One question at a time; everybody who waits for keys waits for the same answer. */
  #load(): Promise<JWTVerifyGetKey> {
    if (this.#loading !== undefined) return this.#loading;
    if (this.#wasAsked()) return Promise.reject(new IssuerUnreachable('asked a moment ago'));
    this.#asked = this.#now();
    this.#loading = this.#ask()
      .then((keys) => {
        this.#failed = false;
        return keys;
      })
      .catch((cause: unknown) => {
        this.#failed = true;
        throw new IssuerUnreachable('the keys cannot be fetched', { cause });
      })
      .finally(() => {
        this.#loading = undefined;
        // One that is slow to answer is not asked again at once.
        this.#asked = this.#now();
      });
    return this.#loading;
  }

  /** Both documents, so that keys which moved to another address are found. */
  async #ask(): Promise<JWTVerifyGetKey> {
    const discovery = await fetchIssuerDocument(
      `${this.#issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    );
    if (discovery.issuer !== this.#issuer) throw new Error('the discovery document is of another issuer');
    const url = URL.parse(String(discovery.jwks_uri));
    if (
      url === null ||
      !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
    ) {
      throw new Error('the keys would be fetched in clear');
    }
    const { keys: listed } = await fetchIssuerDocument(url.href);
    if (!Array.isArray(listed)) throw new Error('the keys are no key set');
    const usable: readonly JWK[] = listed.filter(isKey).filter(isUsableKey);
    const keys = createLocalJWKSet({ keys: [...usable] });
    const text = JSON.stringify(usable);
    if (this.#seen !== undefined && this.#seen !== text) this.#changed();
    this.#seen = text;
    this.#keys = keys;
    this.#fetched = this.#now();
    return keys;
  }
}
