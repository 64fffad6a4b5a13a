import { createHash, randomBytes } from 'node:crypto';
import { type Arrived, TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import type { World } from '../harness/world.ts';
import type { Outcome } from './attack-table.ts';

/** Where an editor on this machine waits for its code. */
export const callback = 'http://127.0.0.1:45678/callback';
export const jupyter = 'vectorgate-jupyter';

export interface Begun {
  readonly url: URL;
  readonly verifier: string;
  readonly challenge: string;
}

/** Begins a sign-in as an editor does. `change` replaces parameters; an empty one is left out. */
export function begin(world: World, change: Readonly<Record<string, string>> = {}): Begun {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const url = new URL(`${world.controlUrl}/oauth/auth`);
  const query = {
    client_id: jupyter,
    response_type: 'code',
    scope: 'openid offline_access',
    redirect_uri: callback,
    state: 'of-the-editor',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  };
  for (const [name, value] of Object.entries(query)) if (value !== '') url.searchParams.set(name, value);
  return { url, verifier, challenge };
}

/** Whether the browser has come to the editor's own address. */
export const atCallback = (url: URL): boolean => url.href.startsWith(callback);

/** Signs in up to the code, which nobody has redeemed. */
export async function codeOf(
  world: World,
  login: string,
  browser = new TestBrowser(),
): Promise<Begun & { readonly code: string; readonly arrived: Arrived }> {
  const begun = begin(world);
  const arrived = await browser.signIn(begun.url, login, atCallback);
  const code = arrived.url.searchParams.get('code');
  if (code === null) throw new Error(`${login} got no code: ${arrived.status} ${arrived.url.href}`);
  return { ...begun, code, arrived };
}

export interface TokenReply {
  readonly status: number;
  readonly access: string;
  readonly refresh: string;
  readonly error: string;
}

/** Asks the token endpoint. A value of `undefined` leaves a parameter out. */
export async function askTokens(
  world: World,
  form: Readonly<Record<string, string | undefined>>,
): Promise<TokenReply> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries({ client_id: jupyter, ...form }))
    if (value !== undefined) body.append(name, value);
  return sendTokens(world, body);
}

export async function sendTokens(world: World, body: URLSearchParams): Promise<TokenReply> {
  const response = await fetch(`${world.controlUrl}/oauth/token`, { method: 'POST', body });
  const {
    access_token = '',
    refresh_token = '',
    error = '',
  } = (await response.json()) as Record<string, string>;
  return { status: response.status, access: access_token, refresh: refresh_token, error };
}

/** Redeems a code as its editor does. */
export const redeem = (
  world: World,
  { code, verifier }: { readonly code: string; readonly verifier: string },
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<TokenReply> =>
  askTokens(world, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: callback,
    ...change,
  });

export const refreshed = (
  world: World,
  token: string,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<TokenReply> => askTokens(world, { grant_type: 'refresh_token', refresh_token: token, ...change });

/** Whether an access token opens the API. */
export const counts = async (world: World, access: string): Promise<boolean> =>
  access !== '' && (await world.api(access, '/api/v1/me')).status === 200;

/** What the token endpoint gave: nothing may count. */
export async function gaveNothing(world: World, reply: TokenReply): Promise<Outcome> {
  const passed = (await counts(world, reply.access)) || reply.access !== '' || reply.refresh !== '';
  return { passed, seen: `${reply.status} ${reply.error}` };
}

/** Where a first request leads, when it is let on to the sign-in pages or to an address with a code. */
export async function firstAnswer(address: string | URL, browser = new TestBrowser()): Promise<Outcome> {
  const response = await browser.request(address);
  const to = response.headers.get('location') ?? '';
  const isOn = /\/sign-in\/(?!return)[\w-]+$/.test(to) || /[?&#]code=/.test(to);
  await response.arrayBuffer();
  return { passed: isOn, seen: `${response.status} ${/error=(\w+)/.exec(to)?.[1] ?? ''}`.trim() };
}
