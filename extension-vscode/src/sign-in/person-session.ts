import type { HeldTokens, Session } from '@vectorgate/client';
import { GateProblem } from '../gate/problem.ts';
import { readKept, secretKey } from './kept-session.ts';

/** The editor's secret storage, as far as we use it. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** Does work that no other window does at the same time. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes a live session of what was kept. */
export type OpenSession = (tokens: HeldTokens) => Promise<Session>;

const signedOut = (): GateProblem =>
  new GateProblem({
    code: 'signed_out',
    message: 'you are not signed in.',
    next: 'Click "VectorGate: sign in" in the status bar and run the cell again.',
  });

/**
 * Who is signed in to one gateway, shared by all windows through the editor's secret storage. Fires `changed` when
 * somebody signed in or out, here or in another window; renewing is no change.
 */
export class PersonSession {
  readonly #secrets: Secrets;
  readonly #open: OpenSession;
  readonly #changed: (ended?: string) => void;
  readonly #alone: Alone;
  #gateway = '';
  #id: string | undefined;
  #session: Session | undefined;
  #renewing: Promise<{ token: string; expires: number }> | undefined;

  /** `alone`: across all windows. A refresh token may be used once only; twice ends the sign-in. */
  constructor(secrets: Secrets, open: OpenSession, changed: (ended?: string) => void, alone: Alone) {
    this.#alone = alone;
    this.#secrets = secrets;
    this.#open = open;
    this.#changed = changed;
  }

  get signedIn(): boolean {
    return this.#id !== undefined;
  }

  /** New for each sign-in. */
  get id(): string | undefined {
    return this.#id;
  }

  /** Turns to another gateway; empty: to none. */
  async use(gateway: string): Promise<void> {
    this.#gateway = gateway;
    await this.#read();
  }

  /** Whether a change of this secret is of interest. */
  isKept = (key: string): boolean => this.#gateway !== '' && key === secretKey(this.#gateway);

  /** Another window may have signed in, out, or renewed. */
  async read(): Promise<void> {
    const before = this.#id;
    await this.#read();
    if (this.#id !== before) this.#changed();
  }

  /** Keeps a new sign-in. */
  async adopt(tokens: HeldTokens, id: string): Promise<void> {
    await this.#secrets.store(secretKey(this.#gateway), JSON.stringify({ id, tokens }));
    await this.#read();
    this.#changed();
  }

  /**
   * An access token with some time left; `expires` in seconds since the epoch. `refused`: one that the gateway did not
   * take. Throws `GateProblem` code `signed_out`.
   */
  async token(refused?: string): Promise<{ token: string; expires: number }> {
    const given = await this.#once();
    if (refused === undefined || given.token !== refused) return given;
    return this.#once(refused);
  }

  /** Those who ask meanwhile get the same answer: a refresh token may be used once only. */
  #once(refused?: string): Promise<{ token: string; expires: number }> {
    this.#renewing ??= this.#token(refused).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** Signs out of all windows, here at once and at the gateway when it can be reached. */
  async end(): Promise<void> {
    const session = this.#session;
    await this.#forget();
    await session?.end();
  }

  /** Resolves when no renewal is under way: one that is cut off after the gateway's answer loses the sign-in. */
  async settled(): Promise<void> {
    await this.#renewing?.catch(() => {});
  }

  async #token(refused?: string): Promise<{ token: string; expires: number }> {
    // Another window may have renewed.
    await this.#read();
    if (this.#session === undefined) throw signedOut();
    return this.#session.isWorn(refused) ? this.#alone(() => this.#renewed(refused)) : this.#renewed(refused);
  }

  async #renewed(refused: string | undefined): Promise<{ token: string; expires: number }> {
    // While this window waited for its turn, another may have done the work.
    await this.#read();
    const session = this.#session;
    const id = this.#id;
    if (session === undefined || id === undefined) throw signedOut();
    const before = session.held;
    try {
      const { accessToken, expires } = await session.token(refused);
      if (session.held !== before && this.#id === id)
        await this.#secrets.store(secretKey(this.#gateway), JSON.stringify({ id, tokens: session.held }));
      return { token: accessToken, expires: expires / 1000 };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'signed-out' && this.#id === id)
        await this.#forget('your session has ended.');
      throw error;
    }
  }

  async #forget(ended?: string): Promise<void> {
    const was = this.#id !== undefined;
    this.#id = undefined;
    this.#session = undefined;
    await this.#secrets.delete(secretKey(this.#gateway));
    if (was) this.#changed(ended);
  }

  async #read(): Promise<void> {
    const kept =
      this.#gateway === '' ? undefined : readKept(await this.#secrets.get(secretKey(this.#gateway)));
    if (kept === undefined) {
      this.#id = undefined;
      this.#session = undefined;
      return;
    }
    const same = this.#id === kept.id && this.#session?.held.refreshToken === kept.tokens.refreshToken;
    if (!same) this.#session = await this.#open(kept.tokens);
    this.#id = kept.id;
  }
}
