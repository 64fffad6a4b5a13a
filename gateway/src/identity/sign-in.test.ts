import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Refusal } from '../pipeline/refusal.ts';
import { TestBrowser } from './testing/test-browser.ts';
import { TestIdentity } from './testing/test-identity.ts';

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal);
  assert.equal(error.code, code);
  return true;
};

describe('sign-in', () => {
  let world: TestIdentity;
  before(async () => {
    world = await TestIdentity.start();
  });
  after(() => world.close());

  test('from the editor through the provider’s form and back, with security headers on our pages', async () => {
    const browser = new TestBrowser();
    const tokens = await world.signIn('ana', browser);
    assert.equal(tokens.expires_in, 300);
    assert.ok(browser.visited.some((url) => url.startsWith(`${world.people.issuer}/auth?`)));
    const started = await new TestBrowser().request(world.begin().url);
    assert.equal(started.status, 303);
    assert.equal(started.headers.get('cache-control'), 'no-store');
    assert.match(started.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    assert.equal(started.headers.get('x-frame-options'), 'DENY');
  });

  test('a second person in the same browser is the second person, and the first stays signed in', async () => {
    const browser = new TestBrowser();
    const first = await world.signIn('ana', browser);
    const second = await world.signIn('rita', browser);
    assert.equal((await world.identity.verifier.verify(second.access_token)).identity.subject, 'rita');
    assert.equal((await world.identity.verifier.verify(first.access_token)).identity.subject, 'ana');
    assert.equal((await world.refresh(first.refresh_token)).status, 200);
  });

  test('a wrong password is told on the form and does not sign in', async () => {
    const browser = new TestBrowser();
    const page = await browser.signIn(
      world.begin().url,
      'ana',
      (url) => url.pathname === '/callback',
      'wrong',
    );
    assert.equal(page.status, 401);
    assert.match(page.text, /role="alert"/);
  });

  test('PKCE is required, by S256, and the verifier must fit', async () => {
    for (const change of [
      { code_challenge: '', code_challenge_method: '' },
      { code_challenge_method: 'plain' },
    ]) {
      const arrived = await new TestBrowser().go(
        world.begin(change).url,
        (url) => url.pathname === '/callback',
      );
      assert.equal(arrived.url.searchParams.get('error'), 'invalid_request');
    }
    const { url, redirect } = world.begin();
    const arrived = await new TestBrowser().signIn(url, 'ana', (at) => at.href.startsWith(redirect));
    const answer = await world.token({
      grant_type: 'authorization_code',
      code: arrived.url.searchParams.get('code') ?? '',
      code_verifier: 'x'.repeat(43),
      redirect_uri: redirect,
      client_id: 'vectorgate-jupyter',
    });
    assert.equal(answer.body.error, 'invalid_grant');
  });

  test('a code counts once; its second use ends the sign-in', async () => {
    const { url, verifier, redirect } = world.begin();
    const arrived = await new TestBrowser().signIn(url, 'ana', (at) => at.href.startsWith(redirect));
    const form = {
      grant_type: 'authorization_code',
      code: arrived.url.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: redirect,
      client_id: 'vectorgate-jupyter',
    };
    const first = await world.token(form);
    assert.equal(first.status, 200);
    assert.equal((await world.token(form)).body.error, 'invalid_grant');
    await assert.rejects(world.identity.verifier.verify(first.body.access_token), refused('sign-in-ended'));
    assert.equal((await world.refresh(first.body.refresh_token)).status, 400);
  });

  test('refresh rotates; a reused refresh token ends the whole family at once', async () => {
    const first = await world.signIn('ana');
    const second = await world.refresh(first.refresh_token);
    assert.equal(second.status, 200);
    assert.notEqual(second.body.refresh_token, first.refresh_token);
    await world.identity.verifier.verify(second.body.access_token);
    assert.equal((await world.refresh(first.refresh_token)).body.error, 'invalid_grant');
    await assert.rejects(world.identity.verifier.verify(second.body.access_token), refused('sign-in-ended'));
    assert.equal((await world.refresh(second.body.refresh_token)).body.error, 'invalid_grant');
  });

  test('of two refreshes at once with the same token at most one succeeds', async () => {
    const { refresh_token: token } = await world.signIn('ana');
    const answers = await Promise.all([world.refresh(token), world.refresh(token), world.refresh(token)]);
    assert.ok(answers.filter(({ status }) => status === 200).length <= 1);
    for (const { status, body } of answers) {
      if (status === 200)
        await assert.rejects(world.identity.verifier.verify(body.access_token), refused('sign-in-ended'));
    }
  });

  test('another client cannot use or revoke a refresh token', async () => {
    const { refresh_token: token, access_token: access } = await world.signIn('ana');
    assert.equal((await world.refresh(token, 'vectorgate-cli')).body.error, 'invalid_grant');
    await world.revoke(token, 'vectorgate-cli');
    await world.identity.verifier.verify(access);
  });

  test('groups and claims that moved at the provider are in the next token', async () => {
    const before = await world.signIn('rita');
    world.people.setGroups('rita', ['analysts', 'night-shift']);
    const after = await world.refresh(before.refresh_token);
    const { identity } = await world.identity.verifier.verify(after.body.access_token);
    assert.deepEqual(identity.groups, ['analysts', 'night-shift']);
    world.people.setGroups('rita', ['reviewers']);
  });

  test('revoking gives access up at once and gives the provider’s token back', async () => {
    const tokens = await world.signIn('ana');
    const { session } = await world.identity.verifier.verify(tokens.access_token);
    assert.ok(session !== undefined && (await world.identity.sessionEnd(session)) !== undefined);
    assert.equal(await world.revoke(tokens.refresh_token), 200);
    await assert.rejects(world.identity.verifier.verify(tokens.access_token), refused('sign-in-ended'));
    assert.equal(await world.identity.sessionEnd(session), undefined);
    assert.equal((await world.refresh(tokens.refresh_token)).body.error, 'invalid_grant');
  });

  test('the sign-out page ends the sign-ins of this browser and of no other', async () => {
    const browser = new TestBrowser();
    const own = await world.signIn('ana', browser);
    const elsewhere = await world.signIn('ana');
    const page = await browser.go(`${world.controlUrl}/sign-out`, () => false);
    assert.match(page.text, /Ana Ruiz, with vectorgate-jupyter/);
    for (const origin of [undefined, 'null', 'https://evil.example', world.people.issuer]) {
      const forged = await browser.request(`${world.controlUrl}/sign-out`, {
        method: 'POST',
        ...(origin && { headers: { origin } }),
      });
      assert.equal(forged.status, 403);
    }
    await world.identity.verifier.verify(own.access_token);
    const done = await browser.go(`${world.controlUrl}/sign-out`, () => false, {
      method: 'POST',
      headers: { origin: world.controlUrl },
    });
    assert.match(done.text, /You are signed out/);
    await assert.rejects(world.identity.verifier.verify(own.access_token), refused('sign-in-ended'));
    await world.identity.verifier.verify(elsewhere.access_token);
  });

  test('a sign-in that another browser began cannot be finished with a link', async () => {
    const attacker = new TestBrowser();
    const back = await attacker.signIn(
      world.begin().url,
      'ana',
      (url) => url.pathname === '/sign-in/upstream',
    );
    const victim = new TestBrowser();
    const arrived = await victim.go(back.url, (url) => url.pathname === '/callback');
    assert.equal(arrived.status, 400);
    assert.match(arrived.text, /begun in another browser/);
  });

  test('redirects that are not registered, and unknown clients, are told on a page and go nowhere', async () => {
    for (const change of [
      { redirect_uri: 'https://evil.example/callback' },
      { redirect_uri: 'http://127.0.0.1:1/other' },
      { redirect_uri: 'http://127.0.0.1.evil.example/callback' },
      { redirect_uri: 'http://127.0.0.1@evil.example/callback' },
      { redirect_uri: 'http://localhost:1/callback' },
      { redirect_uri: 'https://127.0.0.1/callback' },
      { client_id: 'vectorgate-cli', redirect_uri: `${world.controlUrl}/sign-in/return` },
      { client_id: 'nobody' },
      { response_mode: 'form_post' },
      { resource: 'https://elsewhere.example' },
    ] as Record<string, string>[]) {
      const response = await new TestBrowser().request(world.begin(change).url);
      const to = response.headers.get('location') ?? '';
      assert.ok(!to.includes('evil') && !to.includes('code='), JSON.stringify(change));
      assert.ok(
        response.status === 400 || to.includes('error='),
        `${JSON.stringify(change)} ${response.status} ${to}`,
      );
    }
  });

  test('the editors’ redirect hands on what the face gave, and nothing else', async () => {
    const target = 'http://localhost:8888/user/ana/vectorgate/callback?token=kept&code=old';
    const state = `nonce-of-the-editor.${Buffer.from(target).toString('base64url')}`;
    const redirect = `${world.controlUrl}/sign-in/return`;
    const { url } = world.begin({ redirect_uri: redirect, state });
    const arrived = await new TestBrowser().signIn(url, 'ana', (at) => at.port === '8888');
    assert.equal(arrived.status, 302);
    assert.equal(arrived.url.origin, 'http://localhost:8888');
    assert.deepEqual([...arrived.url.searchParams.keys()].sort(), ['code', 'iss', 'state', 'token']);
    assert.notEqual(arrived.url.searchParams.get('code'), 'old');
    assert.equal(arrived.url.searchParams.get('state'), state);
    assert.equal(arrived.url.searchParams.get('iss'), `${world.controlUrl}/oauth`);
    const elsewhere = `nonce-of-the-editor.${Buffer.from('https://evil.example/<b>').toString('base64url')}`;
    const page = await new TestBrowser().go(`${redirect}?code=x&state=${elsewhere}`, () => false);
    assert.equal(page.status, 400);
    assert.match(page.text, /adds https:\/\/evil.example to editorOrigins/);
    assert.ok(!page.text.includes('<b>'));
  });

  test('a desktop editor is opened by its own address, from a page that says so', async () => {
    const redirect = `${world.controlUrl}/sign-in/return`;
    const editor = 'vscode://vectorgate.vectorgate/callback?windowId=3';
    const state = `nonce-of-the-editor.${Buffer.from(editor).toString('base64url')}`;
    const { url } = world.begin({ client_id: 'vectorgate-vscode', redirect_uri: redirect, state });
    const browser = new TestBrowser();
    const arrived = await browser.signIn(url, 'ana', () => false);
    assert.equal(arrived.status, 200);
    assert.match(arrived.text, /Back to your editor/);
    const [, address = ''] = /href="(vscode:[^"]+)"/.exec(arrived.text) ?? [];
    const opened = new URL(address.replaceAll('&#38;', '&'));
    assert.equal(opened.host, 'vectorgate.vectorgate');
    assert.deepEqual([...opened.searchParams.keys()].sort(), ['code', 'iss', 'state', 'windowId']);
    assert.equal(opened.searchParams.get('state'), state);
  });

  test('no header of the caller changes what the face says of itself', async () => {
    const response = await fetch(`${world.controlUrl}/oauth/.well-known/openid-configuration`, {
      headers: {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example',
      },
    });
    assert.ok(!(await response.text()).includes('evil'));
  });

  test('behind a TLS end the face speaks of its public address and its cookies are for TLS alone', async () => {
    const { createIdentity } = await import('./create-identity.ts');
    const { pino } = await import('pino');
    const folder = join(world.folder, 'behind-tls');
    const behind = await createIdentity(world.configuration, {
      controlUrl: 'https://gate.example.com',
      masterKey: world.masterKey,
      dataFolder: folder,
      logger: pino({ level: 'silent' }),
    });
    world.app.use('/behind', (req, res, next) => behind.handler(req, res, next));
    try {
      const { url } = world.begin();
      const response = await new TestBrowser().request(
        `${world.controlUrl}/behind${url.pathname}${url.search}`,
      );
      assert.equal(response.status, 303);
      const cookies = response.headers.getSetCookie();
      assert.ok(cookies.length >= 2);
      for (const cookie of cookies) assert.match(cookie, /; secure/i);
      for (const cookie of cookies) assert.match(cookie, /; httponly/i);
      const found = await (
        await fetch(`${world.controlUrl}/behind/oauth/.well-known/openid-configuration`)
      ).json();
      assert.equal(new URL(String(Object(found).token_endpoint)).origin, 'https://gate.example.com');
    } finally {
      await behind.close();
    }
  });

  test('nothing of a token, a name or a group stands readable in the data folder', async () => {
    const { refresh_token: token, access_token: access } = await world.signIn('ana');
    for (const name of ['sign-in.sqlite', 'sign-in.sqlite-wal']) {
      const bytes = await readFile(join(world.configuration.data, name));
      for (const secret of [token, access.split('.')[2] ?? '', 'Ana Ruiz', 'analysts', 'acme'])
        assert.ok(!bytes.includes(secret), name);
    }
  });

  test('a restart keeps sign-ins; another master key is refused with the remedy', async () => {
    const tokens = await world.signIn('ana');
    await world.identity.close();
    const { createIdentity } = await import('./create-identity.ts');
    const { pino } = await import('pino');
    await assert.rejects(
      createIdentity(world.configuration, {
        controlUrl: world.controlUrl,
        masterKey: new Uint8Array(32),
        dataFolder: world.configuration.data,
        logger: pino({ level: 'silent' }),
      }),
      /another master key.*Restore the key/,
    );
    await world.open();
    assert.equal((await world.identity.verifier.verify(tokens.access_token)).identity.subject, 'ana');
    assert.equal((await world.refresh(tokens.refresh_token)).status, 200);
  });
});

describe('sign-in and the provider’s no', () => {
  test('an account that was disabled loses its session with the next refresh', async () => {
    const world = await TestIdentity.start();
    try {
      const tokens = await world.signIn('ana');
      world.people.disable('ana');
      const answer = await world.refresh(tokens.refresh_token);
      assert.equal(answer.status, 400);
      assert.equal(answer.body.error, 'invalid_grant');
      assert.match(answer.body.error_description ?? '', /no longer lets this account in/);
      await assert.rejects(world.identity.verifier.verify(tokens.access_token), refused('sign-in-ended'));
      const page = await new TestBrowser().signIn(
        world.begin().url,
        'ana',
        (url) => url.pathname === '/callback',
      );
      assert.equal(page.status, 403);
    } finally {
      await world.close();
    }
  });

  test('a provider that does not answer refuses refreshes for the moment, keeps sign-ins, and is told on a page', async () => {
    const world = await TestIdentity.start();
    try {
      const tokens = await world.signIn('ana');
      await world.people.close();
      const answer = await world.refresh(tokens.refresh_token);
      assert.equal(answer.status, 503);
      assert.equal(answer.body.error, 'temporarily_unavailable');
      assert.equal((await world.identity.verifier.verify(tokens.access_token)).identity.subject, 'ana');
      assert.equal((await world.refresh(tokens.refresh_token)).status, 503);
    } finally {
      await world.close();
    }
  });

  test('the gateway starts without its provider, says so on a page, and finds it later', async () => {
    const { startProvider } = await import('../../../demo/src/provider/index.ts');
    const gone = await startProvider({ cookiePrefix: 'gone', clients: [], people: [] });
    await gone.close();
    const world = await TestIdentity.start();
    const [people] = world.configuration.issuers;
    const lost = await TestIdentity.start({ issuers: [{ ...people!, issuer: gone.issuer }] });
    try {
      const page = await new TestBrowser().go(lost.begin().url, () => false);
      assert.equal(page.status, 502);
      assert.match(page.text, /The provider people does not answer/);
      assert.match(page.text, /Try again/);
      const back = await startProvider({
        port: Number(new URL(gone.issuer).port),
        cookiePrefix: 'gone',
        clients: [
          {
            clientId: 'vectorgate',
            clientSecret: process.env.VECTORGATE_TEST_CLIENT_SECRET ?? '',
            redirectUris: ['http://127.0.0.1/sign-in/upstream'],
          },
        ],
        people: [{ login: 'ana', name: 'Ana Ruiz', groups: [] }],
      });
      try {
        const tokens = await lost.signIn('ana');
        assert.equal((await lost.identity.verifier.verify(tokens.access_token)).identity.subject, 'ana');
      } finally {
        await back.close();
      }
    } finally {
      await lost.close();
      await world.close();
    }
  });

  test('the absolute end of a session holds whatever was refreshed', async (t) => {
    const world = await TestIdentity.start();
    try {
      const tokens = await world.signIn('ana');
      const { session } = await world.identity.verifier.verify(tokens.access_token);
      const end = await world.identity.sessionEnd(session ?? '');
      assert.ok(end !== undefined);
      t.mock.timers.enable({ apis: ['Date'], now: end.expires * 1000 - 60_000 });
      const refreshed = await world.refresh(tokens.refresh_token);
      assert.equal(refreshed.status, 200);
      assert.equal(refreshed.body.expires_in, 60);
      assert.equal((await world.identity.verifier.verify(refreshed.body.access_token)).expires, end.expires);
      t.mock.timers.setTime(end.expires * 1000 + 1_000);
      await assert.rejects(
        world.identity.verifier.verify(refreshed.body.access_token),
        refused('sign-in-ended'),
      );
      assert.equal((await world.refresh(refreshed.body.refresh_token)).body.error, 'invalid_grant');
    } finally {
      await world.close();
    }
  });
});
