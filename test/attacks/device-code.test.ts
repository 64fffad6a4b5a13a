import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { allowsCodes, type HeldTokens, signInByCode } from '@vectorgate/client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Arrived, TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import { TestIdentity } from '../../gateway/src/identity/testing/test-identity.ts';
import { type Attack, type Outcome, tryAll } from './attack-table.ts';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';
const most = 20;
let world: TestIdentity;
let closed: TestIdentity;
before(async () => {
  [world, closed] = await Promise.all([
    TestIdentity.start({ deviceCode: true }, most),
    TestIdentity.start({ deviceCode: false }),
  ]);
});
after(() => Promise.all([world?.close(), closed?.close()]));

const seen = (status: number, text: string): string => `${status} ${text.slice(0, 60).replace(/\s+/g, ' ')}`;
const post = async (
  path: string,
  form: Readonly<Record<string, string>>,
  at = world,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; said: Readonly<Record<string, string>>; text: string }> => {
  const answer = await fetch(`${at.controlUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
    redirect: 'manual',
  });
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, text, said: json ? JSON.parse(text) : {} };
};
const begin = async (
  client = 'vectorgate-cli',
  headers: Readonly<Record<string, string>> = {},
): Promise<{ device: string; code: string }> => {
  const { said } = await post('/oauth/device/auth', { client_id: client, scope: 'openid' }, world, headers);
  return { device: said.device_code ?? '', code: said.user_code ?? '' };
};
/** What a stranger gets for a device code that they asked for, with a key of their own, or without. */
const redeem = async (device: string, client = 'vectorgate-cli', withKey = true): Promise<Outcome> => {
  const { status, said } = await post(
    '/oauth/token',
    { grant_type: grant, device_code: device, client_id: client },
    world,
    withKey ? { dpop: await proof() } : {},
  );
  return { passed: 'access_token' in said, seen: `${status} ${said.error ?? ''}` };
};

const key = await generateKeyPair('ES256', { extractable: true });
/** RFC 9449, section 4.2. */
async function proof(): Promise<string> {
  const { kty, crv, x, y } = await exportJWK(key.publicKey);
  return new SignJWT({
    htm: 'POST',
    htu: `${world.controlUrl}/oauth/token`,
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } as never })
    .sign(key.privateKey);
}

const hidden = (page: Arrived, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? '';
const codePage = (): URL => new URL('/oauth/device', world.controlUrl);
const send = (
  browser: TestBrowser,
  form: Readonly<Record<string, string>>,
  origin: string | null = world.controlUrl,
): Promise<Arrived> =>
  browser.go(codePage(), () => false, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: origin === null ? {} : { origin },
  });
/** Types the code; the page that asks whether the device is one's own. */
const type = async (browser: TestBrowser, code: string): Promise<Arrived> => {
  const page = await browser.go(codePage(), () => false);
  return send(browser, { xsrf: hidden(page, 'xsrf'), user_code: code });
};
const confirm = (browser: TestBrowser, asked: Arrived): Promise<Arrived> =>
  send(browser, { xsrf: hidden(asked, 'xsrf'), user_code: hidden(asked, 'user_code'), confirm: 'yes' });

/** The whole walk of a person: types the code, says yes twice, signs in at the provider. */
async function walk(browser: TestBrowser, code: string, login: string): Promise<Arrived> {
  const form = await confirm(browser, await type(browser, code));
  const action = /<form method="post" action="([^"]+)"/.exec(form.text)?.[1] ?? '';
  const question = await browser.go(new URL(action, form.url), () => false, {
    method: 'POST',
    body: new URLSearchParams({ login, password: login }),
  });
  assert.match(question.text, /the device that shows the code you typed/);
  return browser.answer(question, 'yes', () => false);
}

test('a person signs a device in by its code; the session is bound, renewable and one’s own', async () => {
  for (const [clientId, login, name] of [
    ['vectorgate-cli', 'ana', 'Ana Ruiz'],
    ['vectorgate-vscode', 'rita', 'Rita Lindqvist'],
  ] as const) {
    assert.equal(await allowsCodes(world.identity.issuer, clientId), true);
    const browser = new TestBrowser();
    const shown = Promise.withResolvers<string>();
    const tokens: Promise<HeldTokens> = signInByCode(
      world.identity.issuer,
      ({ code, address, seconds }) => {
        assert.equal(address, codePage().href);
        assert.ok(seconds <= 300);
        shown.resolve(code);
      },
      { clientId },
    );
    tokens.catch(shown.reject);
    const end = await walk(browser, await shown.promise, login);
    assert.match(end.text, /Signed in/);
    const { accessToken, refreshToken } = await tokens;
    const { identity } = await world.identity.verifier.verify(accessToken);
    assert.equal(identity.name, name);
    const stolen = await world.refresh(refreshToken, clientId);
    assert.notEqual(stolen.status, 200, 'not without the key');
  }
});

test('the page shows who asks, from where and with what, whatever the device says of itself', async () => {
  const { code } = await begin('vectorgate-vscode', {
    'x-forwarded-for': '10.9.8.7',
    'user-agent': '<b>Ana’s laptop</b>'.replace('’', ''),
  });
  const asked = await type(new TestBrowser(), code);
  assert.match(asked.text, /<h1>Is this your device\?/);
  assert.match(asked.text, new RegExp(`<dd>${code}</dd>`));
  assert.match(asked.text, /<dd>VectorGate for VS Code<\/dd>/);
  assert.match(asked.text, /<dt>Asks from<\/dt><dd>(::ffff:)?127\.0\.0\.1<\/dd>/);
  assert.ok(!asked.text.includes('10.9.8.7'));
  assert.ok(!asked.text.includes('<b>'));
  assert.match(asked.text, /If somebody sent you the code, stop here/);
});

test('Stop ends it for the device, with words', async () => {
  const browser = new TestBrowser();
  const shown = Promise.withResolvers<string>();
  const tokens = signInByCode(world.identity.issuer, ({ code }) => shown.resolve(code));
  const asked = await type(browser, await shown.promise);
  const [stopped] = await Promise.all([
    send(browser, { xsrf: hidden(asked, 'xsrf'), user_code: hidden(asked, 'user_code'), abort: 'yes' }),
    assert.rejects(tokens, { code: 'sign-in-failed', message: /aborted/ }),
  ]);
  assert.match(stopped.text, /Stopped: the device was not signed in/);
});

test('where the gateway does not allow it, there is none', async (context) => {
  const { issuer } = closed.identity;
  assert.equal(await allowsCodes(issuer), false);
  await assert.rejects(
    signInByCode(issuer, () => assert.fail('a code was shown')),
    { code: 'sign-in-failed', message: /allows no sign-in by code/ },
  );
  const attempt = (name: string, path: string, form: Readonly<Record<string, string>>): Attack => ({
    name,
    run: async () => {
      const { status, said, text } = await post(path, form, closed);
      return {
        passed: status < 400 || 'device_code' in said,
        seen: seen(status, said.error ?? text.slice(0, 20)),
      };
    },
  });
  await tryAll(context, 'Device codes, not allowed', [
    attempt('asks for a code', '/oauth/device/auth', { client_id: 'vectorgate-cli', scope: 'openid' }),
    attempt('asks for a code as VS Code', '/oauth/device/auth', { client_id: 'vectorgate-vscode' }),
    attempt('redeems a made-up code', '/oauth/token', {
      grant_type: grant,
      device_code: 'x'.repeat(43),
      client_id: 'vectorgate-cli',
    }),
    attempt('posts to the page', '/oauth/device', { user_code: 'BCDF-GHJK', confirm: 'yes' }),
  ]);
});

test('nobody is signed in by a code but by the person’s own answer', async (context) => {
  const victim = new TestBrowser();
  const gets = (name: string, run: (pair: { device: string; code: string }) => Promise<unknown>): Attack => ({
    name,
    run: async () => {
      const pair = await begin();
      await run(pair);
      return redeem(pair.device);
    },
  });
  /** A request that must not lead to the provider. */
  const stays = (name: string, run: () => Promise<Arrived>): Attack => ({
    name,
    run: async () => {
      const { url, status, text } = await run();
      const heading = /<h1>([^<]*)/.exec(text)?.[1] ?? text;
      return {
        passed: url.origin !== world.controlUrl || url.pathname.startsWith('/sign-in'),
        seen: seen(status, heading),
      };
    },
  });
  const typed = async (): Promise<{ asked: Arrived; browser: TestBrowser; code: string }> => {
    const { code } = await begin();
    const browser = new TestBrowser();
    return { code, browser, asked: await type(browser, code) };
  };
  await tryAll(context, 'Device codes', [
    gets('a code that nobody typed', async () => {}),
    gets('a code that was typed and not answered', ({ code }) => type(victim, code)),
    gets('a code answered up to the provider’s page', async ({ code }) => {
      const browser = new TestBrowser();
      return confirm(browser, await type(browser, code));
    }),
    gets('a link with the code in it, only opened', ({ code }) =>
      victim.go(new URL(`/oauth/device?user_code=${code}`, world.controlUrl), () => false),
    ),
    gets('the answer from another site', async ({ code }) => {
      const asked = await type(victim, code);
      return send(
        victim,
        { xsrf: hidden(asked, 'xsrf'), user_code: code, confirm: 'yes' },
        'https://evil.example',
      );
    }),
    {
      name: 'a code redeemed without its key, once the person said yes',
      run: async () => {
        const { code, device } = await begin();
        await walk(new TestBrowser(), code, 'ana');
        return redeem(device, 'vectorgate-cli', false);
      },
    },
    {
      name: 'a code redeemed as another program, once the person said yes',
      run: async () => {
        const { code, device } = await begin();
        await walk(new TestBrowser(), code, 'ana');
        return redeem(device, 'vectorgate-vscode');
      },
    },
    ...(['vectorgate-jupyter', 'unheard-of'] as const).map(
      (client): Attack => ({
        name: `a code for ${client}`,
        run: async () => {
          const { status, said } = await post('/oauth/device/auth', { client_id: client, scope: 'openid' });
          return { passed: 'device_code' in said, seen: seen(status, said.error ?? '') };
        },
      }),
    ),
    stays('an answer without the form’s secret', async () => {
      const { browser, code } = await typed();
      return send(browser, { user_code: code, confirm: 'yes' });
    }),
    stays('an answer with another form’s secret', async () => {
      const [one, other] = [await typed(), await typed()];
      return send(one.browser, {
        xsrf: hidden(other.asked, 'xsrf'),
        user_code: one.code,
        confirm: 'yes',
      });
    }),
    stays('an answer with the form’s secret, in another browser', async () => {
      const { asked, code } = await typed();
      return send(new TestBrowser(), { xsrf: hidden(asked, 'xsrf'), user_code: code, confirm: 'yes' });
    }),
    stays('an answer without an origin', async () => {
      const { asked, browser, code } = await typed();
      return send(browser, { xsrf: hidden(asked, 'xsrf'), user_code: code, confirm: 'yes' }, null);
    }),
    stays('a code of another’s that was answered already', async () => {
      const { code } = await begin();
      await walk(new TestBrowser(), code, 'ana');
      return type(new TestBrowser(), code);
    }),
    stays('a guessed code', () => type(victim, 'BCDF-GHJK')),
    stays('an empty code', () => type(victim, '')),
    stays('a code as a script', () => type(victim, '<script>alert(1)</script>')),
    stays('two codes at once', async () => {
      const { asked, browser, code } = await typed();
      const body = new URLSearchParams({ xsrf: hidden(asked, 'xsrf'), user_code: code, confirm: 'yes' });
      body.append('user_code', (await begin()).code);
      return browser.go(codePage(), () => false, {
        method: 'POST',
        body,
        headers: { origin: world.controlUrl },
      });
    }),
    {
      name: 'the page in a frame',
      run: async () => {
        const { headers } = await new TestBrowser().go(codePage(), () => false);
        const policy = headers.get('content-security-policy') ?? '';
        return {
          passed: !policy.includes("frame-ancestors 'none'") || headers.get('x-frame-options') !== 'DENY',
          seen: policy.slice(-40),
        };
      },
    },
  ]);
});

test('strangers who ask for codes crowd out the oldest alone', async () => {
  const first = await begin();
  for (let i = 0; i < 2 * most; i++) await begin();
  const forgotten = await redeem(first.device);
  assert.match(forgotten.seen, /invalid_grant/);
  const { code, device } = await begin();
  assert.match((await redeem(device)).seen, /authorization_pending/);
  assert.match((await type(new TestBrowser(), code)).text, /Is this your device/);
});
