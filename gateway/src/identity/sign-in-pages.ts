import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router, urlencoded } from 'express';
import { errors, type Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import type { BrowserIds } from './browser-ids.ts';
import { Confirmations } from './confirmations.ts';
import { isFromOwnPage } from './own-page.ts';
import { confirmPage } from './pages/confirm-page.ts';
import { openEditorPage } from './pages/open-editor-page.ts';
import { page } from './pages/page.ts';
import { unknownEditorPage } from './pages/unknown-editor-page.ts';
import { type ReturnTarget, returnTarget } from './return-target.ts';
import { contentSecurityPolicy } from './security-headers.ts';
import { type SignInRequest, signInDestination } from './sign-in-destination.ts';
import type { SignInSessions } from './sign-in-sessions.ts';
import type { SealedState } from './state/sealed-state.ts';
import { pendingKind, type UnfinishedSignIns } from './unfinished-sign-ins.ts';
import { UpstreamError } from './upstream-error.ts';
import type { UpstreamChecks, UpstreamProvider } from './upstream-provider.ts';

export interface SignInPagesParts {
  readonly configuration: Configuration;
  readonly controlUrl: string;
  readonly provider: () => Provider;
  readonly upstream: UpstreamProvider;
  readonly sessions: SignInSessions;
  readonly state: SealedState;
  readonly unfinished: UnfinishedSignIns;
  readonly browsers: BrowserIds;
  readonly log: Logger;
}

/** A browser that was sent to the provider and is not back yet. */
interface Pending extends UpstreamChecks {
  readonly uid: string;
  /** The query with which the provider sent it back, once it has. */
  readonly returned?: string;
}

const pendingSeconds = 600;
/** Longest answer of the provider that is kept, in characters. */
const longestReturn = 8_192;
const random = (): string => randomBytes(32).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);
const one = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const tooLate = page('This sign-in has ended', [
  'It is older than ten minutes, was finished already, or was begun in another browser.',
  'Go back to your editor or terminal and start the sign-in again.',
]);

const notAnswered = (why: string): string =>
  page('Nobody was signed in', [why, 'Go back to your editor or terminal and start the sign-in again.']);

/**
 * The pages between our authorization server and the company's provider: `/sign-in/:uid` sends the browser there,
 * `/sign-in/upstream` takes it back, `/sign-in/:uid/done` asks the person, in the browser that began (its cookie says so),
 * whether the code may go where it was asked for, and `/sign-in/return` hands it on to an editor.
 */
export function signInPages(parts: SignInPagesParts): Router {
  const { configuration, controlUrl, provider, upstream, sessions, state, unfinished, browsers, log } = parts;
  const router = Router();
  const ownOrigin = new URL(controlUrl).origin;
  const confirmations = new Confirmations(state);
  const denied = (req: Request, res: Response, why: string): Promise<void> =>
    provider().interactionFinished(
      req,
      res,
      { error: 'access_denied', error_description: why },
      { mergeWithLastSubmission: false },
    );

  const destinationOf = (params: SignInRequest, deviceCode: string | undefined): ReturnTarget =>
    deviceCode === undefined
      ? signInDestination(params, controlUrl, configuration.editorOrigins)
      : { ok: true, url: new URL(controlUrl), shown: 'the device that shows the code you typed' };

  const beginning = new Map<string, Promise<Pending>>();
  const sendOff = async (uid: string): Promise<Pending> => {
    const begun = await state.list<Pending>(pendingKind, uid);
    const waiting = begun.find(({ value }) => value.returned === undefined);
    if (waiting !== undefined) return waiting.value;
    await state.removeGroup(pendingKind, uid);
    const pending: Pending = { uid, state: random(), nonce: random(), codeVerifier: random() };
    await state.put(pendingKind, pending.state, pending, { expires: now() + pendingSeconds, group: uid });
    return pending;
  };
  /** One for each sign-in, however often and by how many windows its page is asked for. */
  const pendingOf = (uid: string): Promise<Pending> => {
    const running = beginning.get(uid) ?? sendOff(uid).finally(() => beginning.delete(uid));
    beginning.set(uid, running);
    return running;
  };

  router.get('/sign-in/return', (req, res) => {
    const given = one(req.query.state);
    const target =
      given === undefined ? ({ ok: false } as const) : returnTarget(given, configuration.editorOrigins);
    if (!target.ok) {
      res.status(400).type('html').send(unknownEditorPage(target));
      return;
    }
    const url = new URL(target.url);
    for (const name of ['code', 'state', 'iss', 'error', 'error_description'] as const) {
      url.searchParams.delete(name);
      const value = one(req.query[name]);
      if (value !== undefined) url.searchParams.set(name, value);
    }
    // A browser asks before it opens another program, and shows nothing of its own meanwhile.
    if (/^https?:$/.test(url.protocol)) res.redirect(302, url.href);
    else
      res
        .set('Refresh', `0;url=${url.href}`)
        .type('html')
        .send(openEditorPage(url.href, !url.searchParams.has('error')));
  });

  router.get('/sign-in/upstream', async (req, res) => {
    const given = one(req.query.state);
    const found = given === undefined ? undefined : await state.get<Pending>(pendingKind, given);
    const returned = new URL(req.originalUrl, controlUrl).search;
    if (given === undefined || found === undefined || returned.length > longestReturn) {
      res.status(400).type('html').send(tooLate);
      return;
    }
    const { value: pending, expires } = found;
    await state.replace(pendingKind, given, { ...pending, returned }, { expires, group: pending.uid });
    // Only the browser that began has the cookie of this path: a link sent by somebody else ends there.
    res.redirect(303, `/sign-in/${pending.uid}/done?state=${encodeURIComponent(given)}`);
  });

  router.get('/sign-in/:uid', async (req, res) => {
    const { uid, params, deviceCode } = await provider().interactionDetails(req, res);
    if (uid !== req.params.uid) throw new errors.SessionNotFound('another sign-in');
    const target = destinationOf(params, deviceCode);
    if (!target.ok) {
      res.status(400).type('html').send(unknownEditorPage(target));
      return;
    }
    const url = await upstream.authorizationUrl(await pendingOf(uid));
    res.redirect(303, url.href);
  });

  router.get('/sign-in/:uid/done', async (req, res) => {
    const { uid, params, deviceCode } = await provider().interactionDetails(req, res);
    const target = destinationOf(params, deviceCode);
    const given = one(req.query.state);
    if (given === undefined || uid !== req.params.uid || !target.ok) {
      res.status(400).type('html').send(tooLate);
      return;
    }
    let asked = await confirmations.asked(uid, given);
    if (asked === undefined) {
      const pending = (await state.get<Pending>(pendingKind, given))?.value;
      if (pending?.returned === undefined || pending.uid !== uid) {
        res.status(400).type('html').send(tooLate);
        return;
      }
      await state.removeGroup(pendingKind, uid);
      try {
        const returned = new URL(`/sign-in/upstream${pending.returned}`, controlUrl);
        asked = await confirmations.ask(uid, given, await upstream.signIn(returned, pending));
        unfinished.settled(uid);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        log.warn({ issuer: upstream.name, problem: error.problem }, 'a sign-in did not succeed');
        if (error.problem !== 'refused') throw error;
        await denied(req, res, `The provider ${upstream.name} did not let you in`);
        return;
      }
    }
    const client = await provider().Client.find(String(params.client_id));
    // Browsers have no origin for an IPv6 address in a policy, nor for another program's address.
    const { protocol, hostname, origin } = target.url;
    const formTarget = hostname.startsWith('[') || !/^https?:$/.test(protocol) ? protocol : origin;
    res
      .set('Content-Security-Policy', contentSecurityPolicy([formTarget]))
      .type('html')
      .send(
        confirmPage({
          program: client?.clientName ?? String(params.client_id),
          name: asked.answer.known.name,
          subject: asked.answer.subject,
          destination: target.shown,
          post: `/sign-in/${uid}/done`,
          nonce: asked.nonce,
        }),
      );
  });

  router.post('/sign-in/:uid/done', urlencoded({ extended: false, limit: '1kb' }), async (req, res) => {
    if (!isFromOwnPage(req, ownOrigin)) {
      res.status(403).type('html').send(notAnswered('The answer came from another site.'));
      return;
    }
    const { uid, params, result, returnTo } = await provider().interactionDetails(req, res);
    if (uid !== req.params.uid) throw new errors.SessionNotFound('another sign-in');
    const said = await confirmations.take(uid, one(req.body?.nonce));
    if (said === 'foreign') {
      res.status(403).type('html').send(notAnswered('The answer belongs to another sign-in.'));
      return;
    }
    if (said === 'gone') {
      // A second click on the button: what the first one said stands.
      if (result === undefined) res.status(400).type('html').send(tooLate);
      else res.redirect(303, returnTo);
      return;
    }
    if (req.body.answer !== 'yes') {
      log.info({ issuer: upstream.name, client: params.client_id }, 'a sign-in was stopped by the person');
      await upstream.revoke(said.refreshToken);
      await denied(req, res, 'You stopped this sign-in');
      return;
    }
    const { subject, providerSession } = said;
    if (await sessions.wasSignedOutSince(said, said.asked)) {
      log.info({ issuer: upstream.name, client: params.client_id }, 'signed out at the provider meanwhile');
      await upstream.revoke(said.refreshToken);
      await denied(req, res, 'You were signed out meanwhile');
      return;
    }
    const clientId = String(params.client_id);
    const { Grant } = provider();
    const grant = new Grant({ accountId: subject, clientId });
    grant.addOIDCScope(one(params.scope) ?? 'openid');
    const id = await grant.save();
    const started = now();
    // A new id with each sign-in: one that somebody put into this browser before shows them nothing of it.
    const before = browsers.of(req);
    const browser = browsers.renew(res);
    for (const earlier of before === undefined ? [] : await sessions.ofBrowser(before))
      await sessions.update(earlier.id, { browser });
    await sessions.begin({
      id,
      subject,
      clientId,
      started,
      expires: started + Math.ceil(configuration.limits.sessionHours * 3600),
      browser,
      known: said.known,
      upstreamRefreshToken: said.refreshToken,
      ...(providerSession !== undefined && { providerSession }),
    });
    await provider().interactionFinished(
      req,
      res,
      { login: { accountId: subject, remember: false }, consent: { grantId: id } },
      { mergeWithLastSubmission: false },
    );
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
