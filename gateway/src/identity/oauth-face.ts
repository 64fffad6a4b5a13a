import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import {
  errors,
  interactionPolicy,
  Provider,
  type Configuration as ProviderConfiguration,
} from 'oidc-provider';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import type { AskAgain } from './ask-again.ts';
import { codePath, deviceCodeSeconds, deviceFlow, deviceGrant } from './device-flow.ts';
import { isFromOwnPage } from './own-page.ts';
import { page } from './pages/page.ts';
import { providerAdapter } from './provider-adapter.ts';
import { contentSecurityPolicy } from './security-headers.ts';
import type { SignInSessions } from './sign-in-sessions.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { SealedState } from './state/sealed-state.ts';
import type { UnfinishedSignIns } from './unfinished-sign-ins.ts';

export interface FaceParts {
  readonly configuration: Configuration;
  readonly controlUrl: string;
  readonly state: SealedState;
  readonly sessions: SignInSessions;
  readonly askAgain: AskAgain;
  readonly unfinished: UnfinishedSignIns;
  /** Device codes that nobody has typed in yet. */
  readonly unclaimed: UnfinishedSignIns;
  readonly keys: SigningKeys;
  /** Signs cookies. */
  readonly cookieKey: string;
  readonly log: Logger;
}

export interface OAuthFace {
  /** Of our access tokens. */
  readonly issuer: string;
  /** The authorization server of this moment: another one, over the same state, once the signing keys have turned. */
  readonly provider: () => Provider;
  /** To be mounted at `/oauth`. */
  readonly handler: RequestHandler;
}

/** Longest address that is read, in characters: what a stranger asks for is kept until the sign-in is over. */
const longestAddress = 8_192;
const now = (): number => Math.floor(Date.now() / 1000);

/** Prefix of our cookies: all ports of one address share them, so each gateway has its own. */
export const cookiePrefix = (controlUrl: string): string =>
  `vg${createHash('sha256').update(controlUrl).digest('hex').slice(0, 8)}`;

/** For the nonces of proofs (RFC 9449, section 8), of the key that signs cookies. */
const nonceSecret = (cookieKey: string): Buffer =>
  createHash('sha256').update(`dpop nonce ${cookieKey}`).digest();

const isNew = (session: unknown): boolean =>
  typeof session === 'object' && session !== null && 'new' in session && session.new === true;

/** Every authorization goes to the company's provider: it decides whether its own sign-in still stands. */
const alwaysUpstream = (): interactionPolicy.DefaultPolicy => {
  const policy = interactionPolicy.base();
  const check = new interactionPolicy.Check(
    'always_upstream',
    'each sign-in asks the provider',
    'login_required',
    (ctx) => ctx.oidc.result?.login === undefined,
  );
  policy.get('login')?.checks.add(check);
  return policy;
};

/** The authorization server that editors and the command line talk to, with the company's provider behind it. */
export function createOAuthFace(parts: FaceParts): OAuthFace {
  const { configuration, controlUrl, state, sessions, askAgain, unfinished, unclaimed, keys, log } = parts;
  const sessionSeconds = Math.ceil(configuration.limits.sessionHours * 3600);
  const cookies = cookiePrefix(controlUrl);
  const secure = controlUrl.startsWith('https:');
  const publicClient = {
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: ['query'],
  } as const;
  /** Their refresh tokens are of use only with the key that they were given to (RFC 9449). */
  const bound = { dpop_bound_access_tokens: true } as const;
  const loopback = 'http://127.0.0.1/callback';
  const { deviceCode } = configuration;
  const byCode = deviceCode ? { grant_types: [...publicClient.grant_types, deviceGrant] } : {};

  const settings: Omit<ProviderConfiguration, 'jwks'> = {
    adapter: providerAdapter(state, { unfinished, unclaimed }, (grantId) =>
      sessions.end(grantId, 'grant ended'),
    ),
    clients: [
      {
        ...publicClient,
        client_id: 'vectorgate-jupyter',
        client_name: 'VectorGate for JupyterLab',
        redirect_uris: [loopback, `${controlUrl}/sign-in/return`],
      },
      {
        ...publicClient,
        ...bound,
        ...byCode,
        client_id: 'vectorgate-vscode',
        client_name: 'VectorGate for VS Code',
        redirect_uris: [loopback, `${controlUrl}/sign-in/return`],
      },
      {
        ...publicClient,
        ...bound,
        ...byCode,
        client_id: 'vectorgate-cli',
        client_name: 'VectorGate command line',
        redirect_uris: [loopback],
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    responseTypes: ['code'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientAuthMethods: ['none'],
    cookies: {
      names: {
        session: `${cookies}_face`,
        interaction: `${cookies}_interaction`,
        resume: `${cookies}_resume`,
      },
      keys: [parts.cookieKey],
      long: { signed: true, httpOnly: true, sameSite: 'lax', secure, path: '/oauth' },
      short: { signed: true, httpOnly: true, sameSite: 'lax', secure },
    },
    formats: {
      customizers: {
        // An access token goes to kernels, which have no key: bound is what renews it.
        jwt: (_ctx, _token, jwt) => {
          delete jwt.payload.cnf;
        },
      },
    },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    scopes: ['openid', 'profile', 'offline_access'],
    features: {
      devInteractions: { enabled: false },
      ...(deviceCode && { deviceFlow: deviceFlow() }),
      // A machine whose clock is off is told a nonce instead.
      dPoP: { enabled: true, nonceSecret: nonceSecret(parts.cookieKey) },
      pushedAuthorizationRequests: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => controlUrl,
        useGrantedResource: () => true,
        getResourceServerInfo: async (ctx, indicator) => {
          if (indicator !== controlUrl) throw new errors.InvalidTarget();
          const grantId = ctx.oidc.entities.Grant?.jti;
          const session = grantId === undefined ? undefined : await sessions.get(grantId);
          const left = session === undefined ? sessionSeconds : session.expires - now();
          return {
            scope: '',
            audience: controlUrl,
            accessTokenFormat: 'jwt',
            accessTokenTTL: Math.max(1, Math.min(configuration.limits.accessTokenSeconds, left)),
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    interactions: { policy: alwaysUpstream(), url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    pkce: { required: () => true },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    clientBasedCORS: () => false,
    findAccount: async (_ctx, subject, token) => {
      if (token === undefined) return { accountId: subject, claims: () => ({ sub: subject }) };
      const id = 'grantId' in token && typeof token.grantId === 'string' ? token.grantId : undefined;
      if (id === undefined) return undefined;
      if (token.kind === 'RefreshToken' && !('consumed' in token && token.consumed)) await askAgain.about(id);
      const session = await sessions.get(id);
      if (session?.subject !== subject) return undefined;
      return { accountId: subject, claims: () => ({ sub: subject, name: session.known.name }) };
    },
    extraTokenClaims: async (_ctx, token) => {
      const id = 'grantId' in token ? token.grantId : undefined;
      const session = id === undefined ? undefined : await sessions.get(id);
      if (session === undefined) throw new errors.InvalidGrant('the sign-in has ended');
      const { name, groups, groupsComplete, claims } = session.known;
      return {
        sid: session.id,
        groups,
        vg_groups_complete: groupsComplete,
        vg_claims: claims,
        ...(name !== undefined && { name }),
      };
    },
    ttl: {
      AccessToken: (_ctx, token) =>
        token.resourceServer?.accessTokenTTL ?? configuration.limits.accessTokenSeconds,
      AuthorizationCode: 60,
      DeviceCode: deviceCodeSeconds,
      Grant: sessionSeconds,
      IdToken: 300,
      Interaction: 600,
      // `iiat` is when the first of the family was issued: rotation prolongs nothing.
      RefreshToken: (_ctx, token) => Math.max(1, (token.iiat ?? now()) + sessionSeconds - now()),
      Session: 600,
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = page('This sign-in cannot go on', [
        `${out.error_description ?? out.error}.`,
        'Go back to your editor or terminal and start the sign-in again.',
      ]);
    },
  };
  const issuer = `${controlUrl}/oauth`;
  // It reads its keys once; all else that it knows lies in the state, so another can take over at any request.
  const make = () => {
    const { jwks } = keys;
    const provider = new Provider(issuer, { ...settings, jwks: { keys: [...jwks] } });
    provider.silent = true;
    provider.proxy = true;
    // The library lets every site's scripts read what is asked for without an origin.
    provider.use(async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        // A form from a browser without its session: the library cannot keep the one that it makes for its answer.
        if (ctx.method !== 'POST' || ctx.path !== codePath || !isNew(ctx.oidc?.session)) throw error;
        ctx.redirect(`${issuer}${codePath}`);
        ctx.status = 303;
      }
      for (const name of Object.keys(ctx.response.headers))
        if (name.startsWith('access-control-')) ctx.remove(name);
    });
    provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'a fault in the OAuth face'));
    return { jwks, provider, callback: provider.callback() };
  };
  let made = make();
  const current = (): ReturnType<typeof make> => {
    if (made.jwks !== keys.jwks) made = make();
    return made;
  };
  const { host, protocol, origin } = new URL(controlUrl);
  const providerOrigins = configuration.issuers
    .filter(({ signIn }) => signIn !== undefined)
    .map(({ issuer: address }) => new URL(address).origin);

  const handler: RequestHandler = async (req, res) => {
    if (req.originalUrl.length > longestAddress) {
      res
        .status(414)
        .type('html')
        .send(
          page('This sign-in cannot go on', [
            `Its address is longer than ${longestAddress} characters.`,
            'Go back to your editor or terminal and start the sign-in again.',
          ]),
        );
      return;
    }
    if (deviceCode && req.path === codePath) {
      if (req.method === 'POST' && !isFromOwnPage(req, origin)) {
        res
          .status(403)
          .type('html')
          .send(page('Nobody was signed in', ['The answer came from another site.']));
        return;
      }
      // The form's answer goes on to the provider, wherever its sign-in page is.
      res.set('Content-Security-Policy', contentSecurityPolicy(['https:', ...providerOrigins]));
    }
    // The face knows its own address; no header of the caller decides what it says of itself.
    req.headers.host = host;
    req.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete req.headers['x-forwarded-host'];
    // Editors and the command line call from outside browsers: no other origin's script may read anything.
    delete req.headers.origin;
    // Nor does a leftover browser session tie this sign-in to the last person's; a typed code is answered within one.
    if (!(deviceCode && req.method === 'POST' && req.path === codePath)) {
      const kept = (req.headers.cookie ?? '').split(/;\s*/).filter((c) => !c.startsWith(`${cookies}_face`));
      req.headers.cookie = kept.join('; ');
    }
    try {
      await keys.upToDate();
      await current().callback(req, res);
    } catch (error) {
      log.error({ err: error }, 'a fault in the OAuth face');
      if (!res.headersSent) res.status(500).json({ error: 'server_error' });
    }
  };
  return { issuer, provider: () => current().provider, handler };
}
