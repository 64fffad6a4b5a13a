import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { loopbackReturn, type ReturnPath, signIn } from '@vectorgate/client';
import { UriReturns } from '../../extension-vscode/src/sign-in/uri-return.ts';
import { TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { begin, redeem } from './oauth-flow.ts';

const vscode = 'vectorgate-vscode';
const commit = 'a'.repeat(40);
const page = (origin: string, change = (text: string): string => text): string =>
  change(
    `${origin}/stable-${commit}/callback?vscode-reqid=1&vscode-scheme=code-oss&vscode-authority=vectorgate.vectorgate&vscode-path=%2Fcallback`,
  );
const through = (address: string): string =>
  `nonce-of-the-editor.${Buffer.from(address).toString('base64url')}`;

let world: World;
before(async () => {
  world = await startWorld({ policies: {} });
});
after(() => world?.close());

/** Addresses that somebody else has a sign-in of VS Code sent to. */
const elsewhere: readonly (readonly [name: string, address: string])[] = [
  ['an editor’s page on a host that is not configured', page('https://evil.example')],
  ['the same with the port of a known one', page('https://evil.example:8443')],
  ['a host that begins as loopback does', page('http://127.0.0.1.evil.example')],
  ['a host before an @', page('http://127.0.0.1@evil.example')],
  ['another address of this machine', page('http://127.0.0.2:8080')],
  ['all addresses of this machine', page('http://0.0.0.0:8080')],
  ['https on loopback', page('https://127.0.0.1:8080')],
  [
    'another extension of that editor',
    page('http://127.0.0.1:8080', (url) => url.replace('vectorgate.vectorgate', 'evil.evil')),
  ],
  ['two extensions, ours first', page('http://127.0.0.1:8080', (url) => `${url}&vscode-authority=evil.evil`)],
  [
    'another path of our extension',
    page('http://127.0.0.1:8080', (url) => url.replace('%2Fcallback', '%2Fevil')),
  ],
  ['a query for our extension', page('http://127.0.0.1:8080', (url) => `${url}&vscode-query=code%3Devil`)],
  ['a fragment for our extension', page('http://127.0.0.1:8080', (url) => `${url}#evil`)],
  ['a page beside the editor’s', page('http://127.0.0.1:8080', (url) => url.replace('/callback?', '/evil?'))],
  [
    'a page below the editor’s',
    page('http://127.0.0.1:8080', (url) => url.replace('/callback?', '/callback/evil?')),
  ],
  [
    'a path with steps upward',
    page('http://127.0.0.1:8080', (url) => url.replace('/stable', '/x/..;/stable')),
  ],
  ['code-server’s way to any port', 'http://127.0.0.1:8080/proxy/9999/callback'],
  ['another extension by the desktop’s scheme', 'vscode://evil.evil/callback'],
  ['another path by the desktop’s scheme', 'vscode://vectorgate.vectorgate/evil'],
  ['the desktop’s scheme with a code of its own', 'vscode://vectorgate.vectorgate/callback?code=evil'],
  ['an editor’s own command', 'vscode://file/etc/passwd'],
  ['a scheme that is not configured', 'cursor://vectorgate.vectorgate/callback'],
  ['a scheme of the system’s', 'ms-msdt://vectorgate.vectorgate/callback'],
  ['a script', 'javascript:alert(document.cookie)//vectorgate.vectorgate/callback'],
  ['a document', 'data:text/html,vectorgate.vectorgate/callback'],
];

test('a sign-in of VS Code is sent to nobody else', async (context) => {
  const redirect = (): string => `${world.controlUrl}/sign-in/return`;
  const attacks: Attack[] = elsewhere.flatMap(([name, address]) => [
    {
      name: `${name}, from the start`,
      run: async () => {
        const { url } = begin(world, {
          client_id: vscode,
          redirect_uri: redirect(),
          state: through(address),
        });
        const browser = new TestBrowser();
        const arrived = await browser.go(url, (at) => at.origin !== new URL(world.controlUrl).origin);
        const sent = arrived.status === 302 || arrived.url.origin !== new URL(world.controlUrl).origin;
        return { passed: sent, seen: `${arrived.status}` };
      },
    },
    {
      name: `${name}, at the page that forwards`,
      run: async () => {
        const answer = await fetch(`${redirect()}?code=stolen&state=${through(address)}`, {
          redirect: 'manual',
        });
        const text = await answer.text();
        const names = text.includes('code=stolen') || answer.headers.has('refresh');
        return { passed: answer.status !== 400 || names, seen: `${answer.status}` };
      },
    },
  ]);
  await tryAll(context, 'editors’ addresses', attacks);
});

/** Whoever took the port, or the address, that a sign-in comes back to. */
interface Thief {
  readonly callback: string;
  readonly took: Promise<URL>;
  close(): void;
}

async function thief(): Promise<Thief> {
  const { promise, resolve } = Promise.withResolvers<URL>();
  const server: Server = createServer((request, response) => {
    resolve(new URL(request.url ?? '/', 'http://127.0.0.1'));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return {
    callback: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    took: promise,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('what comes back to somebody else opens nothing', async (context) => {
  const atThief = await thief();
  const { url } = begin(world, { client_id: vscode, redirect_uri: atThief.callback });
  const arrived = await new TestBrowser().signIn(url, 'ana', (at) => at.href.startsWith(atThief.callback));
  await fetch(arrived.url);
  const code = (await atThief.took).searchParams.get('code') ?? '';
  atThief.close();
  assert.ok(code, 'the thief has the code');
  const tries: readonly (readonly [string, Readonly<Record<string, string | undefined>>])[] = [
    ['without a verifier', { code_verifier: undefined }],
    ['with a verifier of its own', {}],
    ['with an empty one', { code_verifier: '' }],
    ['as the command line', { client_id: 'vectorgate-cli' }],
    ['as JupyterLab’s extension', { client_id: 'vectorgate-jupyter' }],
    ['with the redirect of the page for editors', { redirect_uri: `${world.controlUrl}/sign-in/return` }],
  ];
  const own = begin(world).verifier;
  await tryAll(
    context,
    'a stolen port',
    tries.map(([name, change]) => ({
      name: `the code ${name}`,
      run: async () => {
        const reply = await redeem(
          world,
          { code, verifier: own },
          { client_id: vscode, redirect_uri: atThief.callback, ...change },
        );
        return { passed: reply.access !== '', seen: `${reply.status} ${reply.error}` };
      },
    })),
  );
});

test('nobody is signed in by what somebody else has the editor open', async (context) => {
  const external = 'vscode://vectorgate.vectorgate/callback?windowId=1';
  const issuer = `${world.controlUrl}/oauth`;
  /** A sign-in of the editor that waits, while `forge` is done; what it then holds. */
  const whileWaiting = async (
    comeBack: () => Promise<ReturnPath>,
    forge: (url: URL) => Promise<unknown>,
  ): Promise<string> => {
    const { promise: shown, resolve } = Promise.withResolvers<URL>();
    let path: ReturnPath | undefined;
    const kept = async (): Promise<ReturnPath> => {
      path = await comeBack();
      return path;
    };
    const show = async (url: string): Promise<void> => resolve(new URL(url));
    const signing = signIn(issuer, show, { clientId: vscode, comeBack: kept }).then(
      () => 'signed in',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    await forge(await shown);
    const waits = new Promise<string>((done) => setTimeout(() => done('waits'), 300));
    return Promise.race([signing, waits]).finally(() => path?.close());
  };
  /** A code of Mallory's own, as the provider gave it. */
  const mallorys = async (redirectUri: string, state: string): Promise<string> => {
    const { url } = begin(world, { client_id: vscode, redirect_uri: redirectUri, state });
    const arrived = await new TestBrowser().signIn(url, 'ola', (at) => at.href.startsWith(redirectUri));
    return arrived.url.searchParams.get('code') ?? 'none';
  };
  const byUri = (name: string, query: (state: string, code: string) => string): Attack => ({
    name: `an address: ${name}`,
    run: async () => {
      const returns = new UriReturns();
      const code = await mallorys('http://127.0.0.1:45679/callback', 'x');
      const seen = await whileWaiting(
        async () => returns.path(world.controlUrl, external),
        async (url) => returns.take('/callback', query(url.searchParams.get('state') ?? '', code)),
      );
      return { passed: seen === 'signed in', seen };
    },
  });
  const byPort = (name: string, query: (state: string, code: string) => string): Attack => ({
    name: `the port: ${name}`,
    run: async () => {
      const seen = await whileWaiting(loopbackReturn('your editor'), async (url) => {
        const redirectUri = url.searchParams.get('redirect_uri') ?? '';
        const code = await mallorys(redirectUri, 'x');
        await fetch(`${redirectUri}?${query(url.searchParams.get('state') ?? '', code)}`);
      });
      return { passed: seen === 'signed in', seen };
    },
  });
  const iss = `iss=${encodeURIComponent(issuer)}`;
  const forged: readonly (readonly [string, (state: string, code: string) => string])[] = [
    ['a code without a state', (_, code) => `code=${code}&${iss}`],
    ['a code with another state', (_, code) => `code=${code}&state=x&${iss}`],
    ['a code with the state and a letter more', (state, code) => `code=${code}&state=${state}x&${iss}`],
    ['Mallory’s code with the very state', (state, code) => `code=${code}&state=${state}&${iss}`],
    ['the very state twice', (state, code) => `code=${code}&state=${state}&state=${state}&${iss}`],
    ['two codes', (state, code) => `code=${code}&code=${code}&state=${state}&${iss}`],
    ['another issuer', (state, code) => `code=${code}&state=${state}&iss=https%3A%2F%2Fevil.example`],
    ['no issuer', (state, code) => `code=${code}&state=${state}`],
    ['no code', (state) => `state=${state}&${iss}`],
    ['a token in place of a code', (state) => `access_token=x&token_type=bearer&state=${state}&${iss}`],
  ];
  await tryAll(
    context,
    'forged returns',
    forged.flatMap(([name, query]) => [byUri(name, query), byPort(name, query)]),
  );
});
