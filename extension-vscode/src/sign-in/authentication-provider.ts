import * as vscode from 'vscode';
import type { Standing } from '../gate/standing.ts';

/** What the provider asks of the window. */
export interface ProviderWindow {
  readonly standing: Standing;
  /** New for each sign-in; undefined when nobody is signed in. */
  readonly sessionId: string | undefined;
  token(): Promise<{ token: string }>;
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
  #told: vscode.AuthenticationSession | undefined;

  constructor(window: ProviderWindow) {
    this.#window = window;
  }

  async getSessions(): Promise<vscode.AuthenticationSession[]> {
    const session = await this.#session();
    return session === undefined ? [] : [session];
  }

  async createSession(): Promise<vscode.AuthenticationSession> {
    const session = (await this.#window.signIn()) ? await this.#session() : undefined;
    // The editor shows this text; a cancelled sign-in was the person's own wish.
    if (session === undefined) throw new Error('VectorGate: nobody was signed in.');
    return session;
  }

  async removeSession(): Promise<void> {
    await this.#window.signOut();
  }

  /** Tells the editor when another sign-in, or none, is the present one, or the person's name became known. */
  async refresh(): Promise<void> {
    const before = this.#told;
    const { sessionId, standing } = this.#window;
    if (before?.id === sessionId && (before === undefined || before.account.label === standing.who?.name))
      return;
    const session = await this.#session();
    this.#told = session;
    this.#changed.fire({
      added: before === undefined && session ? [session] : [],
      changed: before && session ? [session] : [],
      removed: before && session === undefined ? [before] : [],
    });
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
        scopes: ['openid'],
      };
    } catch {
      // Ended meanwhile, or the gateway is down: the status bar says which.
      return undefined;
    }
  }
}
