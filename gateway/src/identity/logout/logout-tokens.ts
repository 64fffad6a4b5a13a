import { errors, jwtVerify } from 'jose';
import type { IssuerConfiguration } from '../../configuration/configuration.ts';
import { IssuerKeys, IssuerUnreachable } from '../issuer-keys.ts';
import type { ProviderSignOut } from '../sign-in-sessions.ts';
import type { SealedState } from '../state/sealed-state.ts';
import { readTokenStrictly } from '../strict-token.ts';
import { LogoutRefused } from './logout-refused.ts';

const kind = 'logout-token';
const event = 'http://schemas.openid.net/event/backchannel-logout';
const algorithms = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'RS256', 'PS256'];
/** A logout token may be this old, and clocks may differ by this much, in seconds. */
const maxAge = 300;
const tolerance = 30;
const longestName = 1_024;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestName;

/** Reads the logout tokens of the provider that people sign in with (OpenID Connect Back-Channel Logout 1.0, 2.6). */
export class LogoutTokens {
  readonly #issuer: IssuerConfiguration;
  readonly #state: SealedState;
  readonly #keys: IssuerKeys;

  constructor(issuer: IssuerConfiguration, state: SealedState) {
    this.#issuer = issuer;
    this.#state = state;
    this.#keys = new IssuerKeys(issuer.issuer, () => undefined);
  }

  /**
   * Whom the provider signed out. Each token counts once. Throws `LogoutRefused`, or `IssuerUnreachable` when the
   * provider's keys cannot be had.
   */
  async take(token: string): Promise<ProviderSignOut> {
    const read = readTokenStrictly(token);
    if (read === undefined) throw new LogoutRefused('not of the shape of a token');
    const typ = String(read.header.typ).toLowerCase();
    if (typ !== 'logout+jwt' && typ !== 'application/logout+jwt' && typ !== 'jwt')
      throw new LogoutRefused('not of the type of a logout token');
    const clientId = this.#issuer.signIn?.clientId ?? '';
    let payload: Awaited<ReturnType<typeof jwtVerify>>['payload'];
    try {
      ({ payload } = await jwtVerify(token, this.#keys.find, {
        algorithms,
        issuer: this.#issuer.issuer,
        audience: clientId,
        clockTolerance: tolerance,
        maxTokenAge: maxAge,
        requiredClaims: ['exp', 'iat', 'jti', 'events'],
      }));
    } catch (error) {
      if (error instanceof IssuerUnreachable) throw error;
      throw new LogoutRefused(error instanceof errors.JOSEError ? error.code : 'not verified', error);
    }
    const { aud, jti, sub, sid, events, nonce } = payload;
    if (Array.isArray(aud) && aud.length !== 1) throw new LogoutRefused('meant for others too');
    // An ID token carries a nonce: it says that somebody is there, and must never end a sign-in.
    if (nonce !== undefined) throw new LogoutRefused('has a nonce');
    if (!isObject(events) || !Object.hasOwn(events, event) || !isObject(Reflect.get(events, event)))
      throw new LogoutRefused('does not say that somebody signed out');
    if (!isName(jti)) throw new LogoutRefused('has no id');
    if ((sub !== undefined && !isName(sub)) || (sid !== undefined && !isName(sid)))
      throw new LogoutRefused('names nobody that could be read');
    if (sub === undefined && sid === undefined) throw new LogoutRefused('names nobody');
    const now = Math.floor(Date.now() / 1000);
    // What was consumed stays so when it is put again: of two that come at once, one counts.
    await this.#state.put(kind, jti, {}, { expires: now + maxAge + 2 * tolerance + 1 });
    if (!(await this.#state.consume(kind, jti, now))) throw new LogoutRefused('counted before');
    return { ...(sub !== undefined && { subject: sub }), ...(sid !== undefined && { providerSession: sid }) };
  }
}
