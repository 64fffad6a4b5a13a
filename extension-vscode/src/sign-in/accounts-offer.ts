import type { Standing } from '../gate/standing.ts';

/**
 * Keeps "Sign in with VectorGate to use VectorGate" in the Accounts menu while a gateway is set and nobody is signed in.
 * The editor shows that line for those who asked for a session and got none; it takes the line away when somebody signs in.
 */
export class AccountsOffer {
  readonly #ask: () => PromiseLike<unknown>;
  /** Asked since somebody was signed in last: the line stands. */
  #made = false;

  /** `ask`: asks the editor for a session of ours, without beginning a sign-in. */
  constructor(ask: () => PromiseLike<unknown>) {
    this.#ask = ask;
  }

  look({ ready, gateway, signedIn }: Pick<Standing, 'ready' | 'gateway' | 'signedIn'>): void {
    if (signedIn) this.#made = false;
    if (!ready || gateway === '' || signedIn || this.#made) return;
    this.#made = true;
    this.#ask().then(undefined, () => {
      this.#made = false;
    });
  }
}
