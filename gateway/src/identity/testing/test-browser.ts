import { CookieJar } from 'tough-cookie';

export interface Arrived {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A browser as far as sign-in needs one: keeps cookies, follows redirects, fills in the sign-in form. */
export class TestBrowser {
  readonly jar = new CookieJar();
  /** Every address visited, in order. */
  readonly visited: string[] = [];

  /** One request, without following. */
  async request(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const headers = new Headers(init.headers);
    const cookies = await this.jar.getCookieString(url.href);
    if (cookies !== '') headers.set('cookie', cookies);
    headers.set('accept', 'text/html');
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) await this.jar.setCookie(cookie, url.href);
    this.visited.push(url.href);
    return response;
  }

  /** Follows redirects until a page, or until an address for which `stop` says so (it is not asked for). */
  async go(address: string | URL, stop: (url: URL) => boolean, init: RequestInit = {}): Promise<Arrived> {
    let url = new URL(address);
    let response = await this.request(url, init);
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      if (hops > 15) throw new Error('redirected without end');
      url = new URL(response.headers.get('location') ?? '', url);
      if (stop(url)) return { url, status: response.status, text: '', headers: response.headers };
      response = await this.request(url);
    }
    return { url, status: response.status, text: await response.text(), headers: response.headers };
  }

  /** As `go`, signs in where the form asks for it, and confirms where the gateway asks. */
  async signIn(
    address: string | URL,
    login: string,
    stop: (url: URL) => boolean,
    password = login,
  ): Promise<Arrived> {
    const asked = await this.untilAsked(address, login, stop, password);
    return nonceOf(asked) === undefined ? asked : this.answer(asked, 'yes', stop);
  }

  /** As `signIn`, up to the gateway's question. */
  async untilAsked(
    address: string | URL,
    login: string,
    stop: (url: URL) => boolean = () => false,
    password = login,
  ): Promise<Arrived> {
    const page = await this.go(address, stop);
    const action = actionOf(page);
    if (action === undefined) return page;
    const body = new URLSearchParams({ login, password });
    return this.go(new URL(action, page.url), stop, { method: 'POST', body });
  }

  /** Answers the gateway's question; `change` says what a forger would do otherwise. */
  async answer(
    asked: Arrived,
    answer: 'yes' | 'no',
    stop: (url: URL) => boolean,
    change: { readonly origin?: string | null; readonly nonce?: string } = {},
  ): Promise<Arrived> {
    const nonce = change.nonce ?? nonceOf(asked) ?? '';
    const origin = change.origin === undefined ? asked.url.origin : change.origin;
    return this.go(new URL(actionOf(asked) ?? '', asked.url), stop, {
      method: 'POST',
      body: new URLSearchParams({ nonce, answer }),
      headers: origin === null ? {} : { origin },
    });
  }
}

const actionOf = (page: Arrived): string | undefined =>
  /<form method="post" action="([^"]+)"/.exec(page.text)?.[1];

/** The nonce of the gateway's question; undefined where a page does not ask. */
export const nonceOf = (page: Arrived): string | undefined =>
  /<input type="hidden" name="nonce" value="([^"]+)"/.exec(page.text)?.[1];
