import { CookieJar } from 'tough-cookie';
import { DemoError } from '../demo-error.ts';
import { readForm } from './sign-in-form.ts';

const mostSteps = 20;

/** A browser as far as signing in needs one: cookies, redirects, the provider's form, and the gateway's question. */
export class SignInBrowser {
  readonly #jar = new CookieJar();

  /**
   * Opens the address, fills in the form that asks for a password, says yes where the gateway asks whether to go on,
   * and follows every redirect.
   * @returns the address under `redirectUri` at which the walk ended, with the code in it; it is not opened
   */
  async signIn(
    authorize: string,
    redirectUri: string,
    credentials: { login: string; password: string },
  ): Promise<string> {
    let request: { url: string; form?: URLSearchParams } = { url: authorize };
    for (let step = 0; step < mostSteps; step++) {
      if (request.url.startsWith(`${redirectUri}?`)) return request.url;
      const response = await this.#send(request.url, request.form);
      const location = response.headers.get('location');
      const page = await response.text();
      if (location !== null) {
        request = { url: new URL(location, request.url).href };
        continue;
      }
      const form = readForm(page);
      const asksAgain = request.form !== undefined && form?.fields.has('password') === true;
      if (form === undefined || asksAgain || !response.ok)
        throw new DemoError(
          `Signing in as ${credentials.login} ended at ${new URL(request.url).origin}${new URL(request.url).pathname} (${response.status}).`,
          `The page says: ${page
            .replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]+>|\s+/gi, ' ')
            .trim()
            .slice(0, 400)}`,
        );
      const filled = new URLSearchParams([...form.fields]);
      if (form.fields.has('login')) filled.set('login', credentials.login);
      if (form.fields.has('password')) filled.set('password', credentials.password);
      request = { url: new URL(form.action, request.url).href, form: filled };
    }
    throw new DemoError(
      `Signing in as ${credentials.login} did not end after ${mostSteps} pages.`,
      'Look at the log of the gateway.',
    );
  }

  async #send(url: string, form: URLSearchParams | undefined): Promise<Response> {
    const cookie = await this.#jar.getCookieString(url);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        ...(cookie !== '' && { cookie }),
        // A browser says where a form came from; those of the sign-in go to the site that they came from.
        ...(form && { origin: new URL(url).origin }),
      },
      ...(form && { method: 'POST', body: form }),
    });
    for (const header of response.headers.getSetCookie()) await this.#jar.setCookie(header, url);
    return response;
  }
}
