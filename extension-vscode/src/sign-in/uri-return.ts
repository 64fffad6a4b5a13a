import type { ReturnPath } from '@vectorgate/client';
import { GateProblem } from '../gate/problem.ts';

const waitMilliseconds = 5 * 60_000;

interface Waiting {
  readonly resolve: (url: URL) => void;
  readonly redirectUri: string;
}

/**
 * Sign-ins that come back as an address of this extension, by way of the gateway's page for editors. An address that
 * belongs to no sign-in of this window, which anybody can have the editor open, is dropped.
 */
export class UriReturns {
  readonly #waiting = new Map<string, Waiting>();

  /** `external`: what a browser opens to reach this extension of this window. */
  path(controlUrl: string, external: string): ReturnPath {
    const redirectUri = `${controlUrl}/sign-in/return`;
    const { promise: returned, resolve, reject } = Promise.withResolvers<URL>();
    returned.catch(() => {});
    const late = new GateProblem({
      code: 'sign_in_failed',
      message: 'nobody signed in within five minutes.',
      next: 'Sign in again. If your browser did not open the editor again, choose another way when asked.',
    });
    const timer = setTimeout(() => reject(late), waitMilliseconds);
    let expected: string | undefined;
    return {
      redirectUri,
      stateSuffix: `.${Buffer.from(external).toString('base64url')}`,
      expect: (state) => {
        expected = state;
        this.#waiting.set(state, { resolve, redirectUri });
      },
      returned,
      close: () => {
        clearTimeout(timer);
        if (expected !== undefined) this.#waiting.delete(expected);
      },
    };
  }

  /** Takes an address that the editor was asked to open. @returns whether a sign-in of this window waited for it */
  take(path: string, query: string): boolean {
    const given = new URLSearchParams(query);
    const states = given.getAll('state');
    const waiting = states.length === 1 ? this.#waiting.get(states[0] ?? '') : undefined;
    if (path !== '/callback' || waiting === undefined) return false;
    const url = new URL(waiting.redirectUri);
    for (const name of ['code', 'state', 'iss', 'error', 'error_description'])
      for (const value of given.getAll(name)) url.searchParams.append(name, value);
    waiting.resolve(url);
    return true;
  }
}
