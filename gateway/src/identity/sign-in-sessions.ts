import type { Logger } from 'pino';
import type { SignInSession } from './sign-in-session.ts';
import type { SealedState } from './state/sealed-state.ts';

const kind = 'session';
/** What the authorization server keeps of a grant. */
const grantKinds = ['oauth-RefreshToken', 'oauth-AuthorizationCode', 'oauth-AccessToken'];

/**
 * The sign-ins that count now. One that has ended is not there: whoever looks it up finds nothing, and listeners hear
 * of it at once.
 */
export class SignInSessions {
  readonly #state: SealedState;
  readonly #log: Logger;
  readonly #listeners: ((session: SignInSession) => void)[] = [];

  constructor(state: SealedState, log: Logger) {
    this.#state = state;
    this.#log = log;
  }

  onEnded(listener: (session: SignInSession) => void): void {
    this.#listeners.push(listener);
  }

  async begin(session: SignInSession): Promise<void> {
    await this.#state.put(kind, session.id, session, { expires: session.expires, group: session.browser });
    this.#log.info({ client: session.clientId }, 'signed in');
  }

  async get(id: string): Promise<SignInSession | undefined> {
    return (await this.#state.get<SignInSession>(kind, id))?.value;
  }

  /** False when the session ended meanwhile; it then stays ended. */
  update(session: SignInSession): Promise<boolean> {
    return this.#state.replace(kind, session.id, session, {
      expires: session.expires,
      group: session.browser,
    });
  }

  async ofBrowser(browser: string): Promise<readonly SignInSession[]> {
    return (await this.#state.list<SignInSession>(kind, browser)).map(({ value }) => value);
  }

  /** Ends it, if it is there: its tokens are refused when the promise resolves. */
  async end(id: string, why: string): Promise<void> {
    const session = await this.get(id);
    await this.#state.remove(kind, id);
    for (const grantKind of grantKinds) await this.#state.removeGroup(grantKind, id);
    await this.#state.remove('oauth-Grant', id);
    if (session === undefined) return;
    for (const listener of this.#listeners) listener(session);
    this.#log.info({ client: session.clientId, why }, 'signed out');
  }
}
