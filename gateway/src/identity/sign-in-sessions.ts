import type { Logger } from 'pino';
import type { SignInSession } from './sign-in-session.ts';
import type { SealedState } from './state/sealed-state.ts';

/** Whom a sign-out at the provider is about: one of its sessions, or all of a person. At least one is there. */
export interface ProviderSignOut {
  readonly subject?: string;
  readonly providerSession?: string;
}

const kind = 'session';
/** By which a provider's sign-out finds sessions: ids of ours, grouped by its subject and by its session. */
const bySubject = 'session-of-subject';
const byProviderSession = 'session-of-provider-session';
const signedOut = 'signed-out-at-provider';
/** Longer than anybody may take from the provider's yes to the end of a sign-in, in seconds. */
const signInTakes = 900;
/** What the authorization server keeps of a grant. */
const grantKinds = ['oauth-RefreshToken', 'oauth-AuthorizationCode', 'oauth-AccessToken'];
const now = (): number => Math.floor(Date.now() / 1000);

const marks = ({ subject, providerSession }: ProviderSignOut): readonly string[] => [
  ...(providerSession === undefined ? [] : [`sid ${providerSession}`]),
  ...(subject === undefined ? [] : [`sub ${subject}`]),
];

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
    const { id, expires, subject, providerSession } = session;
    await this.#state.put(bySubject, id, { id }, { expires, group: subject });
    if (providerSession !== undefined)
      await this.#state.put(byProviderSession, id, { id }, { expires, group: providerSession });
    await this.#state.put(kind, id, session, { expires, group: session.browser });
    this.#log.info({ client: session.clientId }, 'signed in');
  }

  async get(id: string): Promise<SignInSession | undefined> {
    return (await this.#state.get<SignInSession>(kind, id))?.value;
  }

  /** Changes what is named of it, and nothing that changed meanwhile. False when it ended; it then stays ended. */
  async update(
    id: string,
    change: Partial<Pick<SignInSession, 'known' | 'upstreamRefreshToken' | 'browser'>>,
  ): Promise<boolean> {
    const session = await this.get(id);
    if (session === undefined) return false;
    const changed: SignInSession = { ...session, ...change };
    return this.#state.replace(kind, id, changed, { expires: changed.expires, group: changed.browser });
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
    await this.#state.remove(bySubject, id);
    await this.#state.remove(byProviderSession, id);
    for (const listener of this.#listeners) listener(session);
    this.#log.info({ client: session.clientId, why }, 'signed out');
  }

  /**
   * The provider signed somebody out: ends the sign-ins of the session that it names, and of the person where it names
   * none. A sign-in of that person of which no session is known ends too. Returns how many ended.
   */
  async endAtProvider(out: ProviderSignOut): Promise<number> {
    // First, so that a sign-in which is under way does not slip through.
    const mark = marks(out)[0];
    if (mark !== undefined)
      await this.#state.put(signedOut, mark, { at: Date.now() }, { expires: now() + signInTakes });
    const ids = new Set<string>();
    const note = async (group: string | undefined, indexed: string): Promise<void> => {
      if (group === undefined) return;
      for (const { value } of await this.#state.list<{ id: string }>(indexed, group)) ids.add(value.id);
    };
    await note(out.providerSession, byProviderSession);
    await note(out.subject, bySubject);
    let ended = 0;
    for (const id of ids) {
      const session = await this.get(id);
      if (session === undefined) continue;
      if (out.subject !== undefined && session.subject !== out.subject) continue;
      const isNamed =
        out.providerSession === undefined ||
        (session.providerSession ?? out.providerSession) === out.providerSession;
      if (!isNamed) continue;
      await this.end(id, 'signed out at the provider');
      ended++;
    }
    return ended;
  }

  /** Whether the provider signed this person, or this session of it, out since `instant` (milliseconds since the epoch). */
  async wasSignedOutSince(who: ProviderSignOut, instant: number): Promise<boolean> {
    for (const mark of marks(who)) {
      const found = await this.#state.get<{ at: number }>(signedOut, mark);
      if (found !== undefined && found.value.at >= instant) return true;
    }
    return false;
  }
}
