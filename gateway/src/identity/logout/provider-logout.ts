import { type Response, Router, urlencoded } from 'express';
import type { Logger } from 'pino';
import { IssuerUnreachable } from '../issuer-keys.ts';
import type { SignInSessions } from '../sign-in-sessions.ts';
import { LogoutRefused } from './logout-refused.ts';
import type { LogoutTokens } from './logout-tokens.ts';

/** Where the company's provider says that somebody signed out there: its `backchannel_logout_uri` for this gateway. */
export const providerLogoutPath = '/sign-out/upstream';

const refuse = (res: Response, status: number, error: string, description: string): void => {
  res.status(status).json({ error, error_description: description });
};

/**
 * OpenID Connect Back-Channel Logout 1.0: a logout token of the provider ends the sign-ins that it names at once, in
 * kernels and terminals too. Nothing but the token's own signature is believed.
 */
export function providerLogout(tokens: LogoutTokens, sessions: SignInSessions, log: Logger): Router {
  const router = Router();
  router.post(providerLogoutPath, urlencoded({ extended: false, limit: '20kb' }), async (req, res) => {
    const token: unknown = req.body?.logout_token;
    if (typeof token !== 'string') {
      refuse(res, 400, 'invalid_request', 'Send one logout_token, application/x-www-form-urlencoded.');
      return;
    }
    try {
      const ended = await sessions.endAtProvider(await tokens.take(token));
      log.info({ ended }, 'the provider signed somebody out');
      res.status(200).end();
    } catch (error) {
      if (error instanceof LogoutRefused) {
        log.warn({ reason: error.message }, 'a logout token was refused');
        refuse(res, 400, 'invalid_request', 'This logout token does not count here.');
      } else if (error instanceof IssuerUnreachable) {
        log.error({ err: error }, 'a logout token could not be checked');
        res.set('Retry-After', '30');
        refuse(
          res,
          503,
          'temporarily_unavailable',
          'The provider’s keys cannot be fetched now; send it again.',
        );
      } else throw error;
    }
  });
  return router;
}
