import { Router, urlencoded } from 'express';
import type { BrowserIds } from './browser-ids.ts';
import { isFromOwnPage } from './own-page.ts';
import { page } from './pages/page.ts';
import type { SignInSession } from './sign-in-session.ts';
import type { SignInSessions } from './sign-in-sessions.ts';

export interface SignOutParts {
  readonly controlUrl: string;
  readonly sessions: SignInSessions;
  readonly browsers: BrowserIds;
}

/** `/sign-out`: which sign-ins were made in this browser, and one button that ends them all at once. */
export function signOutPage({ controlUrl, sessions, browsers }: SignOutParts): Router {
  const router = Router();
  const { origin } = new URL(controlUrl);
  const ofBrowser = async (browser: string | undefined): Promise<readonly SignInSession[]> =>
    browser === undefined ? [] : sessions.ofBrowser(browser);

  router.get('/sign-out', async (req, res) => {
    const own = await ofBrowser(browsers.of(req));
    const list = own.map(
      ({ known, subject, clientId, started }) =>
        `${known.name ?? subject}, with ${clientId}, since ${new Date(started * 1000).toISOString().replace('T', ' ').slice(0, 16)} UTC`,
    );
    res
      .type('html')
      .send(
        own.length === 0
          ? page('You are signed out', [
              'No sign-in to VectorGate that was made in this browser counts any more.',
            ])
          : page(
              'Sign out of VectorGate',
              [
                'These sign-ins were made in this browser. Signing out ends them at once, in kernels and terminals too.',
              ],
              { list, action: { label: 'Sign out', post: '/sign-out' } },
            ),
      );
  });

  router.post('/sign-out', urlencoded({ extended: false, limit: '1kb' }), async (req, res) => {
    if (!isFromOwnPage(req, origin)) {
      res
        .status(403)
        .type('html')
        .send(
          page('Nobody was signed out', ['The request came from another site.'], {
            action: { label: 'Open the sign-out page', href: '/sign-out' },
          }),
        );
      return;
    }
    for (const { id } of await ofBrowser(browsers.of(req))) await sessions.end(id, 'sign-out page');
    res.redirect(303, '/sign-out');
  });
  return router;
}
