import * as vscode from 'vscode';
import type { GateModel } from '../gate/gate-model.ts';
import type { SayOnce } from '../notices/say-once.ts';
import type { PersonSession } from './person-session.ts';
import type { UriReturns } from './uri-return.ts';

/** What signing in needs of the rest of the extension. */
export interface SignInParts {
  readonly model: GateModel;
  readonly session: PersonSession;
  readonly returns: UriReturns;
  readonly say: SayOnce;
  readonly extensionId: string;
  /** Whether the workspace's own settings name the gateway. */
  readonly workspaceNamesGateway: () => boolean;
  readonly trouble: (topic: string, error: unknown) => Promise<void>;
}

const cancelled = 'the sign-in was cancelled';

/** Signs in and out, from whatever asks for it; one sign-in at a time. */
export class SignInFlow {
  readonly #parts: SignInParts;
  #running: Promise<boolean> | undefined;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** Joins a sign-in that is under way, or begins one. `way`: which of the ways to sign in. @returns whether somebody is signed in now */
  signIn(way = 0): Promise<boolean> {
    this.#running ??= this.#signIn(way).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async signOut(): Promise<void> {
    const { session, trouble } = this.#parts;
    await session.end().catch((error: unknown) => trouble('signing out', error));
  }

  async #signIn(way: number): Promise<boolean> {
    const { model, session, returns, say, extensionId, workspaceNamesGateway, trouble } = this.#parts;
    if (session.signedIn) return true;
    if (model.standing.gateway === '') {
      await vscode.commands.executeCommand('vectorgate.chooseGateway');
      if (model.standing.gateway === '') return false;
    }
    const { signInHere } = await import('./sign-in-here.ts');
    model.setSigningIn(true);
    try {
      const end = await signInHere({
        gateway: model.standing.gateway,
        named: workspaceNamesGateway(),
        returns,
        extensionId,
        way,
      });
      if (end === 'declined') return false;
      if ('another' in end) {
        // Not waited for: what nobody answers must not stand in the way of the next sign-in.
        void this.#again(end.another).catch((error: unknown) => trouble('signing in', error));
        return false;
      }
      const { randomUUID } = await import('node:crypto');
      await session.adopt(end.tokens, randomUUID());
      say.over(cancelled);
      return true;
    } catch (error) {
      // Not waited for: a notification that nobody closes would keep the next sign-in waiting.
      void trouble('signing in', error);
      return false;
    } finally {
      model.setSigningIn(false);
    }
  }

  /** Offers what a person who cancelled may have wanted. */
  async #again(another: number | undefined): Promise<void> {
    if (another === undefined && !this.#parts.say.first(cancelled)) return;
    const { tellCancelled } = await import('./tell-cancelled.ts');
    const way = await tellCancelled(another);
    if (way !== undefined) await this.signIn(way);
  }
}
