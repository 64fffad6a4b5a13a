import { createServer } from 'node:http';
import express from 'express';
import { CompactSign, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type Configuration, interactionPolicy, Provider } from 'oidc-provider';
import { memoryAdapter } from './memory-adapter.ts';
import type { ProviderPerson } from './provider-person.ts';
import { messagePage, signInPage } from './sign-in-page.ts';

/** A confidential client of the provider, such as a gateway. */
export interface ProviderClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Loopback ones without a port hold for every port (RFC 8252, 7.3). */
  readonly redirectUris: readonly string[];
  /** Is told when somebody signs out here (OpenID Connect Back-Channel Logout 1.0). */
  readonly backchannelLogoutUri?: string;
}

export interface ProviderOptions {
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly clients: readonly ProviderClient[];
  /** Cookies of one address are shared by all its ports: each provider on it needs its own prefix. */
  readonly cookiePrefix: string;
  readonly people: readonly ProviderPerson[];
  /** `signingKey`s of providers before it: they sign no more and are still published, as for a while after a rotation. */
  readonly formerKeys?: readonly JWK[];
}

export interface WorkloadTokenRequest {
  readonly subject: string;
  readonly audience: string;
  /** Seconds. Default 600. */
  readonly expiresIn?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface RunningProvider {
  readonly issuer: string;
  /** With its private part. */
  readonly signingKey: JWK;
  /** From now on this person can neither sign in nor refresh. */
  disable(login: string): void;
  /**
   * Signs this person out of all sessions, or of those (`sid`) that `which` picks, and tells every client that asked for
   * it. Rejects when one does not take it.
   */
  signOut(login: string, which?: (sid: string) => boolean): Promise<void>;
  /** What the next sign-in or refresh says. */
  setGroups(login: string, groups: readonly string[]): void;
  /** An access token of a workload (typ `at+jwt`), signed with this provider's key. */
  mintWorkloadToken(request: WorkloadTokenRequest): Promise<string>;
  /** Signs any claims under any header with this provider's key: for tests of those who trust it. */
  sign(
    claims: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** As `sign`, with a payload to the byte, for what no serializer writes. */
  signText(payload: string, header?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Nobody reaches it from now on, and it forgets nothing. Resolves with what brings it back under its address. */
  leaveNetwork(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const claimsOf = ({ login, name, tenant, claims }: ProviderPerson, groups: readonly string[]) => ({
  ...claims,
  sub: login,
  name,
  groups: [...groups],
  ...(tenant !== undefined && { tenant }),
});

/** Each authorization asks for the password: on a demo machine several people share one browser. */
const alwaysAsk = (): interactionPolicy.DefaultPolicy => {
  const policy = interactionPolicy.base();
  const check = new interactionPolicy.Check(
    'always_ask',
    'each sign-in asks for the password',
    'login_required',
    (ctx) => ctx.oidc.result?.login === undefined,
  );
  policy.get('login')?.checks.add(check);
  return policy;
};

/**
 * Starts a development OIDC provider on the loopback address: real protocol, made-up people, everything in memory.
 * Refresh tokens are given to every client whose grant types name them, and each refresh reads the person anew.
 */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const people = new Map(
    options.people.map((person) => [person.login, { person, groups: person.groups, enabled: true }]),
  );
  const app = express().disable('x-powered-by');
  const server = createServer(app);
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(options.port ?? 0, '127.0.0.1', resolve);
  await listening;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const issuer = `http://127.0.0.1:${port}`;

  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = `${options.cookiePrefix}-${Date.now().toString(36)}`;
  const key = { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
  const names = {
    session: `${options.cookiePrefix}_session`,
    interaction: `${options.cookiePrefix}_interaction`,
    resume: `${options.cookiePrefix}_resume`,
  };

  const configuration: Configuration = {
    adapter: memoryAdapter(),
    clients: options.clients.map(({ clientId, clientSecret, redirectUris, backchannelLogoutUri }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: redirectUris,
      ...(backchannelLogoutUri !== undefined && {
        backchannel_logout_uri: backchannelLogoutUri,
        backchannel_logout_session_required: true,
      }),
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    })),
    responseTypes: ['code'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [key, ...(options.formerKeys ?? [])] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: {
      names,
      keys: [crypto.randomUUID()],
      long: { signed: true, path: '/' },
      short: { signed: true },
    },
    claims: {
      openid: ['sub'],
      profile: [
        'name',
        'groups',
        'tenant',
        ...new Set(options.people.flatMap((p) => Object.keys(p.claims ?? {}))),
      ],
    },
    features: {
      devInteractions: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: { enabled: false },
      backchannelLogout: { enabled: true },
    },
    interactions: { policy: alwaysAsk(), url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    findAccount: (_ctx, login) => {
      const entry = people.get(login);
      if (!entry?.enabled) return undefined;
      return {
        accountId: login,
        claims: () => claimsOf(entry.person, entry.groups),
      };
    },
    pkce: { required: () => true },
    clientBasedCORS: () => false,
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 300,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 600,
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = messagePage(
        'This sign-in cannot go on',
        `${out.error_description ?? out.error}. Go back and start again.`,
      );
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.silent = true;
  /** Sessions of people with clients, by `sid`. */
  const signedIn = new Map<string, { readonly login: string; readonly clientId: string }>();
  provider.on('authorization.success', ({ oidc: { session, client } }) => {
    const sid = client && session?.sidFor(client.clientId);
    if (sid && session?.accountId !== undefined)
      signedIn.set(sid, { login: session.accountId, clientId: client.clientId });
  });

  app.use((_req, res, next) => {
    res.set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });
  app.get('/sign-in/:uid', async (req, res) => {
    const { uid } = await provider.interactionDetails(req, res);
    res.type('html').send(signInPage(`/sign-in/${uid}`, options.people));
  });
  app.post('/sign-in/:uid', express.urlencoded({ extended: false, limit: '4kb' }), async (req, res) => {
    const { uid, params } = await provider.interactionDetails(req, res);
    const typed: Record<string, unknown> = req.body ?? {};
    const login = String(typed.login ?? '').trim();
    const entry = people.get(login);
    if (entry === undefined || String(typed.password ?? '') !== (entry.person.password ?? login)) {
      res
        .status(401)
        .type('html')
        .send(
          signInPage(
            `/sign-in/${uid}`,
            options.people,
            login,
            'This login and password do not belong together. Both are in the table below.',
          ),
        );
      return;
    }
    if (!entry.enabled) {
      res
        .status(403)
        .type('html')
        .send(
          signInPage(
            `/sign-in/${uid}`,
            options.people,
            login,
            `The account ${login} is disabled. Sign in as somebody else.`,
          ),
        );
      return;
    }
    const grant = new provider.Grant({ accountId: login, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope ?? 'openid'));
    const grantId = await grant.save();
    await provider.interactionFinished(
      req,
      res,
      { login: { accountId: login, remember: false }, consent: { grantId } },
      { mergeWithLastSubmission: false },
    );
  });
  // A leftover browser session would tie this sign-in to the last person's.
  app.use('/auth', (req, _res, next) => {
    const kept = (req.headers.cookie ?? '').split(/;\s*/).filter((c) => !c.startsWith(names.session));
    req.headers.cookie = kept.join('; ');
    next();
  });
  app.use(provider.callback());
  app.use(((_error, _req, res, _next) => {
    res
      .status(400)
      .type('html')
      .send(
        messagePage(
          'This sign-in has ended',
          'It is older than ten minutes, or was begun in another browser. Go back and start again.',
        ),
      );
  }) satisfies express.ErrorRequestHandler);

  const sign: RunningProvider['sign'] = (claims, header = {}) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt', ...header })
      .sign(privateKey);
  const close = async (): Promise<void> => {
    const { promise, resolve: closed } = Promise.withResolvers<void>();
    server.close(() => closed());
    server.closeAllConnections();
    await promise;
  };
  /** The library's own sender refuses addresses of this machine, where the demo's gateway is. */
  const tellSignOut = async (
    address: string,
    clientId: string,
    login: string,
    sid: string,
  ): Promise<void> => {
    const now = Math.floor(Date.now() / 1000);
    const token = await sign(
      {
        iss: issuer,
        aud: clientId,
        sub: login,
        sid,
        jti: crypto.randomUUID(),
        iat: now,
        exp: now + 120,
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      },
      { typ: 'logout+jwt' },
    );
    const { status } = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
    if (status !== 200) throw new Error(`${clientId} did not take a sign-out: ${status}`);
  };
  const person = (login: string) => {
    const entry = people.get(login);
    if (entry === undefined) throw new Error(`The demo provider knows no ${login}.`);
    return entry;
  };
  return {
    issuer,
    disable: (login) => {
      person(login).enabled = false;
    },
    signOut: async (login, which = () => true) => {
      for (const [sid, of] of signedIn) {
        if (of.login !== login || !which(sid)) continue;
        signedIn.delete(sid);
        const { backchannelLogoutUri } =
          options.clients.find(({ clientId }) => clientId === of.clientId) ?? {};
        if (backchannelLogoutUri !== undefined)
          await tellSignOut(backchannelLogoutUri, of.clientId, login, sid);
      }
    },
    setGroups: (login, groups) => {
      person(login).groups = groups;
    },
    mintWorkloadToken: ({ subject, audience, expiresIn = 600, claims = {} }) => {
      const now = Math.floor(Date.now() / 1000);
      return sign({
        ...claims,
        iss: issuer,
        sub: subject,
        aud: audience,
        jti: crypto.randomUUID(),
        iat: now,
        exp: now + expiresIn,
      });
    },
    sign,
    signText: (payload, header = {}) =>
      new CompactSign(Buffer.from(payload))
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt', ...header })
        .sign(privateKey),
    signingKey: key,
    leaveNetwork: async () => {
      await close();
      return () => new Promise((back) => server.listen(port, '127.0.0.1', back));
    },
    close,
  };
}
