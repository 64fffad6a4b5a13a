import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { Router } from 'express';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { readSecret } from '../configuration/read-secret.ts';
import { GateError } from '../errors/gate-error.ts';
import { AskAgain } from './ask-again.ts';
import { browserIds } from './browser-ids.ts';
import { faultPage } from './fault-page.ts';
import { LogoutTokens } from './logout/logout-tokens.ts';
import { providerLogout } from './logout/provider-logout.ts';
import { createOAuthFace } from './oauth-face.ts';
import { securityHeaders } from './security-headers.ts';
import { signInPages } from './sign-in-pages.ts';
import { SignInSessions } from './sign-in-sessions.ts';
import { signOutPage } from './sign-out-page.ts';
import { SigningKeys } from './signing-keys.ts';
import { SealedState } from './state/sealed-state.ts';
import { SqliteStateStore } from './state/sqlite-state-store.ts';
import { GateTokenVerifier } from './token-verifier.ts';
import { pendingKind, UnfinishedSignIns } from './unfinished-sign-ins.ts';
import { UpstreamProvider } from './upstream-provider.ts';
import type { TokenVerifier } from './verifier.ts';

export interface IdentityParts {
  /** The address under which others reach the control plane; without a slash at the end. */
  readonly controlUrl: string;
  /** 32 bytes, for sign-in state alone. */
  readonly masterKey: Uint8Array;
  readonly dataFolder: string;
  readonly logger: Logger;
  /** Sign-ins that may be begun and not finished at a time. Default 10,000, some 20 MB. */
  readonly mostUnfinished?: number;
}

/** When a sign-in ends, for `/api/v1/me`. */
export interface SignInEnd {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly expires: number;
}

export interface IdentityService {
  readonly verifier: TokenVerifier;
  /** Issuer of our access tokens, e.g. `http://127.0.0.1:1234/oauth`. */
  readonly issuer: string;
  /** `/oauth`, `/sign-in` and `/sign-out`; to be mounted at the root of the control plane. */
  readonly handler: Router;
  sessionEnd(id: string): Promise<SignInEnd | undefined>;
  close(): Promise<void>;
}

/**
 * Everything about who somebody is: the OAuth face with its pages, the sign-ins, and the verification of tokens. The
 * company's provider is not needed to start; it is asked when somebody signs in. Throws `GateError`.
 */
export async function createIdentity(
  configuration: Configuration,
  parts: IdentityParts,
): Promise<IdentityService> {
  const { controlUrl, masterKey, dataFolder, logger } = parts;
  const log = logger.child({ part: 'identity' });
  const people = configuration.issuers.find((issuer) => issuer.signIn !== undefined);
  if (people?.signIn === undefined)
    throw new GateError(
      'configuration',
      'VectorGate cannot start: no issuer has signIn. Add it to the provider that people sign in with.',
    );
  const secret =
    people.signIn.clientSecret &&
    (await readSecret(people.signIn.clientSecret, `the client secret of the issuer ${people.name}`));

  const now = (): number => Math.floor(Date.now() / 1000);
  const store = new SqliteStateStore(join(dataFolder, 'sign-in.sqlite'), now);
  try {
    const state = await SealedState.open(store, masterKey);
    const keys = await SigningKeys.open(state, now);
    const sessions = new SignInSessions(state, log);
    const upstream = new UpstreamProvider(people, secret, `${controlUrl}/sign-in/upstream`, log);
    const askAgain = new AskAgain(sessions, upstream);
    const most = parts.mostUnfinished ?? 10_000;
    const unfinished = new UnfinishedSignIns(most, async (id) => {
      await state.remove('oauth-Interaction', id);
      await state.removeGroup(pendingKind, id);
    });
    const unclaimed = new UnfinishedSignIns(most, (id) => state.remove('oauth-DeviceCode', id));
    const cookieKey = Buffer.from(
      hkdfSync('sha256', masterKey, new Uint8Array(), 'vectorgate sign-in cookies', 32),
    ).toString('base64url');
    const face = createOAuthFace({
      configuration,
      controlUrl,
      state,
      sessions,
      askAgain,
      unfinished,
      unclaimed,
      keys,
      cookieKey,
      log,
    });
    const verifier = new GateTokenVerifier(
      {
        issuers: configuration.issuers,
        ownIssuer: face.issuer,
        audience: controlUrl,
        accessTokenSeconds: configuration.limits.accessTokenSeconds,
        keys,
        sessions,
      },
      people,
    );
    // What was promised to the provider is given back however a session ends.
    const givingBack = new Set<Promise<void>>();
    sessions.onEnded((session) => {
      const done = upstream.revoke(session.upstreamRefreshToken).finally(() => givingBack.delete(done));
      givingBack.add(done);
    });
    const browsers = browserIds(controlUrl);

    const handler = Router();
    handler.use(['/oauth', '/sign-in', '/sign-out'], securityHeaders);
    handler.use('/oauth', face.handler);
    handler.use(
      signInPages({
        configuration,
        controlUrl,
        provider: face.provider,
        upstream,
        sessions,
        state,
        unfinished,
        browsers,
        log,
      }),
    );
    handler.use(signOutPage({ controlUrl, sessions, browsers }));
    handler.use(providerLogout(new LogoutTokens(people, state), sessions, log));
    handler.use(faultPage(log));
    return {
      verifier,
      issuer: face.issuer,
      handler,
      sessionEnd: async (id) => {
        const session = await sessions.get(id);
        return session && { id, expires: session.expires };
      },
      close: async () => {
        await Promise.allSettled(givingBack);
        await state.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
