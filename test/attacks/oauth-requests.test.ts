import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { askTokens, begin, callback, codeOf, counts, firstAnswer, gaveNothing } from './oauth-flow.ts';

let world: World;
before(async () => {
  world = await startWorld({ policies: {}, root: 'editorOrigins: ["https://hub.example.com/user"]' });
});
after(() => world?.close());

const evil = 'evil.example';
/** Redirects of which none is registered; `CONTROL` is the gateway itself. */
const redirects: readonly (readonly [name: string, redirect: string])[] = [
  ['another host', `https://${evil}/callback`],
  ['another path', 'http://127.0.0.1:1/other'],
  ['this machine as the name of another', `http://127.0.0.1.${evil}/callback`],
  ['this machine as the user of another', `http://127.0.0.1@${evil}/callback`],
  ['this machine and port as the user of another', `http://127.0.0.1:45678@${evil}/callback`],
  ['this machine by another name', 'http://localhost:45678/callback'],
  ['this machine over TLS', 'https://127.0.0.1:45678/callback'],
  ['this machine by IPv6', 'http://[::1]:45678/callback'],
  ['this machine by a short address', 'http://127.1:45678/callback'],
  ['this machine by a number', 'http://2130706433:45678/callback'],
  ['another address of this machine', 'http://127.0.0.2:45678/callback'],
  ['without a scheme', `//${evil}/callback`],
  ['a script', 'javascript:alert(1)//127.0.0.1/callback'],
  ['a document', 'data:text/html,<script>'],
  ['a program', 'vscode://vectorgate/callback'],
  ['no address at all', 'urn:ietf:wg:oauth:2.0:oob'],
  ['a step upward', 'http://127.0.0.1:45678/callback/../other'],
  ['a coded step upward', 'http://127.0.0.1:45678/callback/%2e%2e/other'],
  ['a longer path', 'http://127.0.0.1:45678/callback/x'],
  ['a slash more', 'http://127.0.0.1:45678/callback/'],
  ['capitals', 'http://127.0.0.1:45678/CALLBACK'],
  ['a query more', `http://127.0.0.1:45678/callback?next=https://${evil}`],
  ['a fragment', 'http://127.0.0.1:45678/callback#x'],
  ['a name and password', 'http://a:b@127.0.0.1:45678/callback'],
  ['a NUL', 'http://127.0.0.1:45678/callback%00'],
  ['a backslash', `http://127.0.0.1:45678\\@${evil}/callback`],
  ['a line end', 'http://127.0.0.1:45678/callback\r\nLocation: https://evil.example'],
  ['a space before', ` ${callback}`],
  ['an asterisk', 'http://127.0.0.1:45678/*'],
  ['our own redirect page with more', 'CONTROL/sign-in/return/x'],
  ['our own redirect page with a query', 'CONTROL/sign-in/return?state=x'],
  ['another page of ours', 'CONTROL/sign-in/upstream'],
];

/** Further changes of the authorization request. */
const changes: readonly (readonly [name: string, change: Readonly<Record<string, string>>])[] = [
  ['PKCE left out', { code_challenge: '', code_challenge_method: '' }],
  ['PKCE plain', { code_challenge_method: 'plain' }],
  ['PKCE without a method, which means plain', { code_challenge_method: '' }],
  ['PKCE by a method nobody knows', { code_challenge_method: 'S512' }],
  ['PKCE by a method in lower case', { code_challenge_method: 's256' }],
  ['PKCE with a method and no challenge', { code_challenge: '' }],
  ['PKCE with a challenge too short', { code_challenge: 'x'.repeat(42) }],
  ['PKCE with a challenge too long', { code_challenge: 'x'.repeat(129) }],
  ['PKCE with a challenge of other letters', { code_challenge: `${'x'.repeat(42)}=` }],
  ['a client nobody knows', { client_id: 'nobody' }],
  ['a client named __proto__', { client_id: '__proto__' }],
  ['no client', { client_id: '' }],
  ['another client’s redirect', { client_id: 'vectorgate-cli', redirect_uri: 'CONTROL/sign-in/return' }],
  ['a token at once (implicit)', { response_type: 'token' }],
  ['an id token at once', { response_type: 'id_token', nonce: 'n' }],
  ['a code and a token', { response_type: 'code token' }],
  ['a code and an id token', { response_type: 'code id_token', nonce: 'n' }],
  ['nothing at once', { response_type: 'none' }],
  ['the code by a form', { response_mode: 'form_post' }],
  ['the code in the fragment', { response_mode: 'fragment' }],
  ['the code by a message between windows', { response_mode: 'web_message' }],
  ['the code in a token', { response_mode: 'query.jwt' }],
  ['an audience elsewhere', { resource: 'https://elsewhere.example' }],
  ['an audience that looks like ours', { resource: 'CONTROL/' }],
  ['an audience with a fragment', { resource: 'CONTROL#x' }],
  ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
  ['a request by reference', { request_uri: `https://${evil}/request` }],
  ['a registration along with it', { registration: '{}' }],
  ['no question to the person', { prompt: 'none' }],
];

const ownUrl = (text: string): string => text.replace('CONTROL', world.controlUrl);

test('authorization requests', async (context) => {
  assert.ok((await firstAnswer(begin(world).url)).passed, 'a good request is let on');
  const attack = (name: string, change: Readonly<Record<string, string>>): Attack => ({
    name,
    run: async () => {
      const asked = Object.fromEntries(Object.entries(change).map(([key, value]) => [key, ownUrl(value)]));
      const browser = new TestBrowser();
      const outcome = await firstAnswer(begin(world, asked).url, browser);
      const left = browser.visited.some((visited) => new URL(visited).origin !== world.controlUrl);
      return { ...outcome, passed: outcome.passed || left };
    },
  });
  const doubled = (name: string, more: string): Attack => ({
    name: `${name} twice`,
    run: () => firstAnswer(`${begin(world).url.href}&${name}=${encodeURIComponent(more)}`),
  });
  await tryAll(context, 'Authorization requests: nothing but a code, by PKCE S256, to a registered address', [
    ...redirects.map(([name, redirect]) => attack(`redirect: ${name}`, { redirect_uri: redirect })),
    ...changes.map(([name, change]) => attack(name, change)),
    doubled('redirect_uri', `https://${evil}/callback`),
    doubled('client_id', 'vectorgate-cli'),
    doubled('code_challenge_method', 'plain'),
    doubled('response_type', 'token'),
    doubled('state', 'another'),
  ]);
  assert.ok((await firstAnswer(begin(world).url)).passed);
});

/** Return URLs of editors to which nobody may be sent, as they stand inside `state`. */
const targets: readonly (readonly [name: string, target: string])[] = [
  ['another host', `https://${evil}/vectorgate/callback`],
  ['this machine over TLS, not configured', 'https://127.0.0.1:8888/vectorgate/callback'],
  ['another page of this machine', 'http://127.0.0.1:8888/files/evil.html'],
  ['this machine as the user of another', `http://127.0.0.1:8888@${evil}/vectorgate/callback`],
  ['this machine as the name of another', `http://localhost.${evil}/vectorgate/callback`],
  ['a backslash', `http://127.0.0.1:8888\\@${evil}/vectorgate/callback`],
  ['no scheme', `//${evil}/vectorgate/callback`],
  ['a script', 'javascript:alert(1)//vectorgate/callback'],
  ['a document', 'data:text/html,x/vectorgate/callback'],
  ['a fragment', 'http://127.0.0.1:8888/x#/vectorgate/callback'],
  ['the callback in the query', 'http://127.0.0.1:8888/x?/vectorgate/callback'],
  ['a step upward', 'http://127.0.0.1:8888/vectorgate/callback/..'],
  ['a coded step upward', 'http://127.0.0.1:8888/vectorgate/callback/%2e%2e/evil'],
  ['a coded slash', 'http://127.0.0.1:8888/x%2fvectorgate/callback'],
  ['a step upward past a semicolon', 'http://127.0.0.1:8888/x/..;/vectorgate/callback'],
  ['a line end', 'http://127.0.0.1:8888/vectorgate/callback\r\nSet-Cookie: a=b'],
  ['a configured host, another path', 'https://hub.example.com/services/x/vectorgate/callback'],
  ['a configured host, a path that begins alike', 'https://hub.example.com/username/vectorgate/callback'],
  ['a configured host as the name of another', `https://hub.example.com.${evil}/user/vectorgate/callback`],
  ['a configured host in another port', 'https://hub.example.com:8443/user/a/vectorgate/callback'],
  ['a configured host in clear', 'http://hub.example.com/user/a/vectorgate/callback'],
];
const coded = (target: string): string => Buffer.from(target).toString('base64url');

test('open redirects of the page that hands codes on to editors', async (context) => {
  const go = (query: string): Promise<Response> =>
    fetch(`${world.controlUrl}/sign-in/return?${query}`, { redirect: 'manual' });
  for (const good of [
    'http://localhost:8888/vectorgate/callback',
    'https://hub.example.com/user/a/vectorgate/callback',
  ]) {
    const sent = await go(`code=x&state=nonce-of-editor.${coded(good)}`);
    assert.ok(sent.headers.get('location')?.startsWith(good), 'a good target is gone to');
  }
  const attack = (name: string, query: string): Attack => ({
    name,
    run: async () => {
      const { status, headers } = await go(query);
      const passed = headers.has('location') || headers.has('set-cookie');
      return { passed, seen: passed ? String(headers.get('location')) : String(status) };
    },
  });
  const good = `nonce-of-editor.${coded('http://localhost:8888/vectorgate/callback')}`;
  await tryAll(context, 'Redirect page: only to the callback page of an editor that is known', [
    ...targets.map(([name, target]) => attack(name, `code=x&state=nonce-of-editor.${coded(target)}`)),
    attack('no state', 'code=x'),
    attack(
      'two states',
      `code=x&state=${good}&state=nonce-of-editor.${coded(`https://${evil}/vectorgate/callback`)}`,
    ),
    attack('a state in a list', `code=x&state[]=${good}`),
    attack('base64 with padding', `code=x&state=${good}%3D`),
    attack(
      'base64 of the other alphabet',
      `code=x&state=nonce-of-editor.${Buffer.from('http://localhost:8888/vectorgate/callback?>>>').toString('base64')}`,
    ),
    attack('a nonce too short', `code=x&state=n.${coded('http://localhost:8888/vectorgate/callback')}`),
  ]);
});

/** What an authorization server may offer and this one does not. */
const grants: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a password', { grant_type: 'password', username: 'ana', password: 'ana' }],
  ['a client’s own right', { grant_type: 'client_credentials' }],
  ['a device', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' }],
  [
    'an exchange of tokens',
    { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: 'x' },
  ],
  ['an assertion', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' }],
  ['a back channel', { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: 'x' }],
  ['nothing', {}],
];
const endpoints = [
  'reg',
  'token/introspection',
  'me',
  'userinfo',
  'session/end',
  'device',
  'device/auth',
  'request',
  'backchannel',
  'challenge',
  'credential',
];

test('grants and endpoints that are not offered', async (context) => {
  const { code, verifier } = await codeOf(world, 'ana');
  await tryAll(context, 'Not offered: no other way to a token', [
    ...grants.map(
      ([name, form]): Attack => ({
        name: `a token for ${name}`,
        run: async () => gaveNothing(world, await askTokens(world, form)),
      }),
    ),
    ...endpoints.map(
      (path): Attack => ({
        name: `/oauth/${path}`,
        run: async () => {
          const seen: number[] = [];
          for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
            const response = await fetch(`${world.controlUrl}/oauth/${path}`, {
              method,
              redirect: 'manual',
              ...(method !== 'GET' && {
                body: new URLSearchParams({ token: 'x', client_id: 'vectorgate-cli' }),
              }),
            });
            await response.arrayBuffer();
            seen.push(response.status);
          }
          return { passed: seen.some((status) => status !== 404 && status !== 405), seen: seen.join(' ') };
        },
      }),
    ),
    {
      name: 'a code in the address of the token endpoint',
      run: async () => {
        const query = new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: callback,
          client_id: 'vectorgate-jupyter',
        });
        const response = await fetch(`${world.controlUrl}/oauth/token?${query}`, { method: 'POST' });
        const text = await response.text();
        return { passed: text.includes('access_token'), seen: String(response.status) };
      },
    },
  ]);
  const good = await askTokens(world, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: callback,
  });
  assert.ok(await counts(world, good.access), 'the code counts where it belongs');
});
