import { createRemoteJWKSet, customFetch, type JWK, type JWTVerifyGetKey } from 'jose';
import { fetchIssuerDocument } from './fetch-issuer-document.ts';
import { isUsableKey } from './weak-keys.ts';

/** After a failure the issuer is left alone for this long, in milliseconds. */
const cooldown = 30_000;
/** Keys are fetched again after this long, in milliseconds. */
const cached = 600_000;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.startsWith('127.');
const isKey = (value: unknown): value is JWK =>
  typeof value === 'object' && value !== null && 'kty' in value && typeof value.kty === 'string';

/** The issuer's keys cannot be had now. The token may be good; nobody can tell. */
export class IssuerUnreachable extends Error {}

/**
 * The public keys of a trusted issuer, by its discovery document: read when first needed, kept ten minutes, an unknown
 * key id asks at most every 30 s. Keys not meant for signatures and keys known to be weak are left out.
 */
export class IssuerKeys {
  readonly #issuer: string;
  readonly #changed: () => void;
  #source: Promise<JWTVerifyGetKey> | undefined;
  #notBefore = 0;
  #seen: string | undefined;

  /** `changed` is called when the issuer's keys differ from those seen before. */
  constructor(issuer: string, changed: () => void) {
    this.#issuer = issuer;
    this.#changed = changed;
  }

  /** Throws `IssuerUnreachable`, or jose's errors when no key fits. */
  readonly find: JWTVerifyGetKey = async (header, token) => (await this.#keys())(header, token);

  #keys(): Promise<JWTVerifyGetKey> {
    if (this.#source !== undefined) return this.#source;
    if (Date.now() < this.#notBefore) return Promise.reject(new IssuerUnreachable('asked a moment ago'));
    const source = this.#discover().catch((cause: unknown) => {
      this.#source = undefined;
      this.#notBefore = Date.now() + cooldown;
      throw new IssuerUnreachable('discovery failed', { cause });
    });
    this.#source = source;
    return source;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const document = await fetchIssuerDocument(
      `${this.#issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    );
    if (document.issuer !== this.#issuer) throw new Error('the discovery document is of another issuer');
    const url = URL.parse(String(document.jwks_uri));
    if (
      url === null ||
      !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
    ) {
      throw new Error('the keys would be fetched in clear');
    }
    return createRemoteJWKSet(url, {
      cooldownDuration: cooldown,
      cacheMaxAge: cached,
      [customFetch]: async (address, { signal }) => this.#fetch(address, signal),
    });
  }

  async #fetch(address: string, signal: AbortSignal): Promise<Response> {
    let document: Record<string, unknown>;
    try {
      document = await fetchIssuerDocument(address, signal);
    } catch (cause) {
      throw new IssuerUnreachable('the keys cannot be fetched', { cause });
    }
    const listed: unknown = document.keys;
    const usable = (Array.isArray(listed) ? listed : []).filter(isKey).filter(isUsableKey);
    const text = JSON.stringify({ keys: usable });
    if (this.#seen !== undefined && this.#seen !== text) this.#changed();
    this.#seen = text;
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  }
}
