import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router, urlencoded } from 'express';
import { cookiePrefix } from './oauth-face.ts';
import { page } from './pages/page.ts';
import type { SignInSessions } from './sign-in-sessions.ts';

/** Reads the browser's id from its cookie, or gives it one. It names no person and opens nothing. */
export function browserIds(controlUrl: string): (req: Request, res: Response) => string {
  const name = `${cookiePrefix(controlUrl)}_browser`;
  return (req, res) => {
    for (const cookie of (req.headers.cookie ?? '').split(/;\s*/)) {
      const value = cookie.startsWith(`${name}=`) ? cookie.slice(name.length + 1) : '';
      if (/^[A-Za-z0-9_-]{43}$/.test(value)) return value;
    }
    const made = randomBytes(32).toString('base64url');
    res.cookie(name, made, {
      httpOnly: true,
      sameSite: 'lax',
      secure: controlUrl.startsWith('https:'),
      path: '/',
      maxAge: 86_400_000,
    });
    return made;
  };
}

export interface SignOutParts {
  readonly controlUrl: string;
  readonly sessions: SignInSessions;
  readonly browserOf: (req: Request, res: Response) => string;
}

/** `/sign-out`: which sign-ins were made in this browser, and one button that ends them all at once. */
export function signOutPage({ controlUrl, sessions, browserOf }: SignOutParts): Router {
  const router = Router();
  const origin = new URL(controlUrl).origin;

  router.get('/sign-out', async (req, res) => {
    const own = await sessions.ofBrowser(browserOf(req, res));
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
    // Every browser says where a form came from; another site's is not ours.
    if (req.headers.origin !== origin) {
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
    for (const { id } of await sessions.ofBrowser(browserOf(req, res)))
      await sessions.end(id, 'sign-out page');
    res.redirect(303, '/sign-out');
  });
  return router;
}
