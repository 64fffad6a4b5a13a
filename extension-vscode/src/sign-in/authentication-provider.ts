import * as vscode from 'vscode';
import type { Standing } from '../gate/standing.ts';
import { sessionScopes } from './session-scopes.ts';

/** What the provider asks of the window. */
export interface ProviderWindow {
  readonly standing: Standing;
  /** New for each sign-in; undefined when nobody is signed in. */
  readonly sessionId: string | undefined;
  token(): Promise<{ token: string }>;
  /** Asks who is signed in, where that is not known yet; resolves also when the gateway does not say. */
  named(): Promise<void>;
  signIn(): Promise<boolean>;
  signOut(): Promise<void>;
}

/**
 * VectorGate in the Accounts menu. The editor itself asks the person before another extension gets a session; what it
 * gets is an access token of some minutes, never what renews it.
 */
export class AuthenticationProvider implements vscode.AuthenticationProvider {
  readonly #window: ProviderWindow;
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  /** What the Accounts menu shows. */
  #told: vscode.AuthenticationSession | undefined;
  #telling: Promise<void> = Promise.resolve();

  constructor(window: ProviderWindow) {
    this.#window = window;
  }

  async getSessions(): Promise<vscode.AuthenticationSession[]> {
    const session = await this.#session();
    return session === undefined ? [] : [session];
  }

  async createSession(): Promise<vscode.AuthenticationSession> {
    const signedIn = await this.#window.signIn();
    // The editor keeps whom a person lets in by the account's name.
    if (signedIn) await this.#window.named();
    const session = signedIn ? await this.#session() : undefined;
    // Why nobody was signed in the person has read: the editor shows nothing of its own for this.
    if (session === undefined) throw new vscode.CancellationError();
    return session;
  }

  async removeSession(): Promise<void> {
    await this.#window.signOut();
  }

  /** Tells the editor when another sign-in, or none, is the present one, or the person's name became known. */
  refresh(): Promise<void> {
    // One after the other: what is told of an older state must not come last.
    this.#telling = this.#telling.then(() => this.#tell()).catch(() => {});
    return this.#telling;
  }

  async #tell(): Promise<void> {
    const before = this.#told;
    const { sessionId, standing } = this.#window;
    if (sessionId === undefined) {
      if (before === undefined) return;
      this.#told = undefined;
      this.#changed.fire({ added: [], changed: [], removed: [before] });
      return;
    }
    const same = before?.id === sessionId;
    // The menu finds an account again by the name it was given: it is told of nobody whose name is not known.
    if (standing.who === undefined && (same || standing.problem === undefined)) return;
    if (same && before.account.label === standing.who?.name) return;
    const session = await this.#session();
    // Ended meanwhile: that is a change of its own. The gateway is down: there will be another look.
    if (session === undefined) return;
    this.#told = session;
    this.#changed.fire({ added: [session], changed: [], removed: before === undefined ? [] : [before] });
  }

  async #session(): Promise<vscode.AuthenticationSession | undefined> {
    const { sessionId, standing } = this.#window;
    if (sessionId === undefined) return undefined;
    try {
      const { token } = await this.#window.token();
      const { who } = standing;
      return {
        id: sessionId,
        accessToken: token,
        account: {
          id: who === undefined ? sessionId : `${who.issuer}:${who.subject}`,
          label: who?.name ?? 'VectorGate',
        },
        scopes: sessionScopes,
      };
    } catch {
      // Ended meanwhile, or the gateway is down: the status bar says which.
      return undefined;
    }
  }
}
