import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { errors, type Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { page } from './pages/page.ts';
import { returnTarget } from './return-target.ts';
import type { SignInSessions } from './sign-in-sessions.ts';
import type { SealedState } from './state/sealed-state.ts';
import { UpstreamError } from './upstream-error.ts';
import type { UpstreamChecks, UpstreamProvider } from './upstream-provider.ts';

export interface SignInPagesParts {
  readonly configuration: Configuration;
  readonly controlUrl: string;
  readonly provider: Provider;
  readonly upstream: UpstreamProvider;
  readonly sessions: SignInSessions;
  readonly state: SealedState;
  /** Id of the caller's browser; gives it one where it has none. */
  readonly browserOf: (req: Request, res: Response) => string;
  readonly log: Logger;
}

/** A browser that was sent to the provider and is not back yet. */
interface Pending extends UpstreamChecks {
  readonly uid: string;
  /** The query with which the provider sent it back, once it has. */
  readonly returned?: string;
}

const kind = 'pending-sign-in';
const pendingSeconds = 600;
const random = (): string => randomBytes(32).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);
const one = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const tooLate = page('This sign-in has ended', [
  'It is older than ten minutes, was finished already, or was begun in another browser.',
  'Go back to your editor or terminal and start the sign-in again.',
]);

/**
 * The pages between our authorization server and the company's provider: `/sign-in/:uid` sends the browser there,
 * `/sign-in/upstream` takes it back, `/sign-in/:uid/done` finishes in the browser that began (its cookie says so), and
 * `/sign-in/return` hands it on to an editor.
 */
export function signInPages(parts: SignInPagesParts): Router {
  const { configuration, controlUrl, provider, upstream, sessions, state, log } = parts;
  const router = Router();

  router.get('/sign-in/return', (req, res) => {
    const given = one(req.query.state);
    const target =
      given === undefined ? ({ ok: false } as const) : returnTarget(given, configuration.editorOrigins);
    if (!target.ok) {
      const origin = 'origin' in target ? target.origin : undefined;
      const text =
        origin === undefined
          ? [
              'The address of your editor did not come along, or cannot be read.',
              'Close this window and start the sign-in again from the editor.',
            ]
          : [
              `Your editor runs at ${origin}, and this gateway does not send sign-ins there.`,
              `If it should, an administrator adds ${origin} to editorOrigins in vectorgate.yaml and restarts the gateway.`,
            ];
      res.status(400).type('html').send(page('Your editor is not known here', text));
      return;
    }
    const url = new URL(target.url);
    for (const name of ['code', 'state', 'iss', 'error', 'error_description'] as const) {
      url.searchParams.delete(name);
      const value = one(req.query[name]);
      if (value !== undefined) url.searchParams.set(name, value);
    }
    res.redirect(302, url.href);
  });

  router.get('/sign-in/upstream', async (req, res) => {
    const given = one(req.query.state);
    const pending = given === undefined ? undefined : (await state.get<Pending>(kind, given))?.value;
    if (given === undefined || pending === undefined) {
      res.status(400).type('html').send(tooLate);
      return;
    }
    const returned = new URL(req.originalUrl, controlUrl).search;
    await state.put(kind, given, { ...pending, returned }, { expires: now() + pendingSeconds });
    // Only the browser that began has the cookie of this path: a link sent by somebody else ends there.
    res.redirect(303, `/sign-in/${pending.uid}/done?state=${encodeURIComponent(given)}`);
  });

  router.get('/sign-in/:uid', async (req, res) => {
    const { uid } = await provider.interactionDetails(req, res);
    if (uid !== req.params.uid) throw new errors.SessionNotFound('another sign-in');
    parts.browserOf(req, res);
    const checks = { state: random(), nonce: random(), codeVerifier: random() };
    const url = await upstream.authorizationUrl(checks);
    const pending: Pending = { ...checks, uid };
    await state.put(kind, checks.state, pending, { expires: now() + pendingSeconds });
    res.redirect(303, url.href);
  });

  router.get('/sign-in/:uid/done', async (req, res) => {
    const { uid, params } = await provider.interactionDetails(req, res);
    const given = one(req.query.state);
    const pending = given === undefined ? undefined : (await state.get<Pending>(kind, given))?.value;
    if (
      given === undefined ||
      pending?.returned === undefined ||
      pending.uid !== uid ||
      uid !== req.params.uid
    ) {
      res.status(400).type('html').send(tooLate);
      return;
    }
    await state.remove(kind, given);
    try {
      const returned = new URL(`/sign-in/upstream${pending.returned}`, controlUrl);
      const answer = await upstream.signIn(returned, pending);
      const clientId = String(params.client_id);
      const grant = new provider.Grant({ accountId: answer.subject, clientId });
      grant.addOIDCScope(one(params.scope) ?? 'openid');
      const id = await grant.save();
      const started = now();
      await sessions.begin({
        id,
        subject: answer.subject,
        clientId,
        started,
        expires: started + Math.ceil(configuration.limits.sessionHours * 3600),
        browser: parts.browserOf(req, res),
        known: answer.known,
        upstreamRefreshToken: answer.refreshToken,
      });
      await provider.interactionFinished(
        req,
        res,
        { login: { accountId: answer.subject, remember: false }, consent: { grantId: id } },
        { mergeWithLastSubmission: false },
      );
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      log.warn({ issuer: upstream.name, problem: error.problem }, 'a sign-in did not succeed');
      if (error.problem === 'refused') {
        await provider.interactionFinished(
          req,
          res,
          { error: 'access_denied', error_description: `The provider ${upstream.name} did not let you in` },
          { mergeWithLastSubmission: false },
        );
        return;
      }
      throw error;
    }
  });

  router.use((error: unknown, req: Request, res: Response, next: (error: unknown) => void) => {
    if (error instanceof errors.SessionNotFound) {
      res.status(400).type('html').send(tooLate);
    } else if (error instanceof UpstreamError) {
      // The same address may be tried again only before the provider was asked.
      const again = /^\/sign-in\/[^/]+$/.test(req.path)
        ? { action: { label: 'Try again', href: req.path } }
        : {};
      res
        .status(error.problem === 'unavailable' ? 502 : 403)
        .type('html')
        .send(
          page(
            'Signing in is not possible right now',
            [
              error.message,
              'Nothing was changed. If it stays so, tell the platform team: the gateway’s log names the reason.',
            ],
            again,
          ),
        );
    } else {
      next(error);
    }
  });
  return router;
}
