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

  /** As `go`, and signs in where the form asks for it. */
  async signIn(
    address: string | URL,
    login: string,
    stop: (url: URL) => boolean,
    password = login,
  ): Promise<Arrived> {
    const page = await this.go(address, stop);
    const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1];
    if (action === undefined) return page;
    const body = new URLSearchParams({ login, password });
    return this.go(new URL(action, page.url), stop, { method: 'POST', body });
  }
}
