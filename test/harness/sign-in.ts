import { createHash, randomBytes } from 'node:crypto';
import { SignInBrowser } from '@vectorgate/demo';

/** What the gateway gives somebody who signed in. */
export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
}

export interface TokenAnswer {
  readonly status: number;
  readonly error?: string;
  readonly description?: string;
  readonly tokens?: SignedIn;
}

const redirect = 'http://127.0.0.1:45678/callback';
const client = 'vectorgate-jupyter';

async function askForTokens(controlUrl: string, form: Record<string, string>): Promise<TokenAnswer> {
  const response = await fetch(`${controlUrl}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: client, ...form }),
  });
  const body = (await response.json()) as Record<string, string>;
  if (!response.ok) {
    return { status: response.status, error: body.error ?? '', description: body.error_description ?? '' };
  }
  const tokens: SignedIn = {
    accessToken: body.access_token ?? '',
    refreshToken: body.refresh_token ?? '',
    idToken: body.id_token ?? '',
  };
  return { status: response.status, tokens };
}

/** The address at which a browser begins to sign in, and the secret that redeems its code. */
export function beginSignIn(controlUrl: string): { readonly url: string; readonly verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(`${controlUrl}/oauth/auth`);
  url.search = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid offline_access',
    redirect_uri: redirect,
    state: 'of-the-editor',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return { url: url.href, verifier };
}

/** Signs in as an editor does: code and PKCE, through the provider's own form. */
export async function signIn(controlUrl: string, login: string): Promise<SignedIn> {
  const { url, verifier } = beginSignIn(controlUrl);
  const arrived = await new SignInBrowser().signIn(url, redirect, { login, password: login });
  const answer = await askForTokens(controlUrl, {
    grant_type: 'authorization_code',
    code: new URL(arrived).searchParams.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: redirect,
  });
  if (answer.tokens === undefined) throw new Error(`no token for ${login}: ${answer.description}`);
  return answer.tokens;
}

/** Asks for the next access token. */
export const refresh = (controlUrl: string, refreshToken: string): Promise<TokenAnswer> =>
  askForTokens(controlUrl, { grant_type: 'refresh_token', refresh_token: refreshToken });

/** Signs out (RFC 7009). */
export async function signOut(controlUrl: string, refreshToken: string): Promise<void> {
  const response = await fetch(`${controlUrl}/oauth/token/revocation`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: client, token: refreshToken }),
  });
  if (!response.ok) throw new Error(`signing out was answered with ${response.status}`);
}
