import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Arrived, nonceOf, TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, type Outcome, tryAll } from './attack-table.ts';
import { atCallback, begin, codeOf, counts, redeem, type TokenReply } from './oauth-flow.ts';

let world: World;
let own: string;
before(async () => {
  world = await startWorld({ policies: {} });
  own = new URL(world.controlUrl).origin;
});
after(() => world?.close());

type Headers = Readonly<Record<string, string>>;
/** How a browser says that a form comes from another place than the page that it belongs to. */
const elsewhere = (): readonly (readonly [name: string, headers: Headers])[] => [
  ['no Origin', {}],
  ['Origin null', { origin: 'null' }],
  ['another site', { origin: 'https://evil.example' }],
  ['the provider', { origin: world.people.issuer }],
  ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['this machine by another name', { origin: own.replace('127.0.0.1', 'localhost') }],
  ['our address over TLS', { origin: own.replace('http:', 'https:') }],
  ['our address with a slash', { origin: `${own}/` }],
  ['our address as the name of another', { origin: `${own}.evil.example` }],
  ['our address and another', { origin: `${own} https://evil.example` }],
  ['our address only as referrer', { referer: `${own}/sign-out` }],
  ['our address, but from another site as the browser says', { origin: own, 'sec-fetch-site': 'cross-site' }],
  ['our address, but from a sister site as the browser says', { origin: own, 'sec-fetch-site': 'same-site' }],
  ['our address, but typed as the browser says', { origin: own, 'sec-fetch-site': 'none' }],
];

const form = (text: string): { body: string; headers: Headers } => ({
  body: text,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

test('the question before a sign-in goes on, answered by somebody else', async (context) => {
  const asked = async (
    browser = new TestBrowser(),
  ): Promise<{ browser: TestBrowser; page: Arrived; nonce: string }> => {
    const page = await browser.untilAsked(begin(world).url, 'ana');
    return { browser, page, nonce: nonceOf(page) ?? '' };
  };
  /** Posts an answer as it is, and follows to where it leads. */
  const post = async (
    { browser, page }: { browser: TestBrowser; page: Arrived },
    init: { body?: string; headers?: Headers; method?: string },
    path = page.url.pathname,
  ): Promise<Outcome> => {
    const arrived = await browser.go(new URL(path, own), atCallback, { method: 'POST', ...init });
    return {
      passed: arrived.url.searchParams.has('code') && atCallback(arrived.url),
      seen: String(arrived.status),
    };
  };
  const yes = (nonce: string) => form(`answer=yes&nonce=${nonce}`);
  const attack = (
    name: string,
    run: (victim: Awaited<ReturnType<typeof asked>>) => Promise<Outcome>,
  ): Attack => ({
    name,
    run: async () => run(await asked()),
  });
  const sameSite: Headers = { origin: own, 'sec-fetch-site': 'same-origin' };
  const good = await asked();
  const { body, headers } = yes(good.nonce);
  assert.ok(
    (await post(good, { body, headers: { ...headers, ...sameSite } })).passed,
    'the person’s own answer counts',
  );
  const plain =
    (change: (nonce: string) => { body?: string; headers?: Headers; method?: string }) =>
    (victim: Awaited<ReturnType<typeof asked>>) => {
      const made = change(victim.nonce);
      return post(victim, { ...made, headers: { ...sameSite, ...made.headers } });
    };
  await tryAll(context, 'The question: only the person’s own page answers it, in the browser that began', [
    ...elsewhere().map(([name, from]) =>
      attack(`a form of ${name}`, (victim) => {
        const made = yes(victim.nonce);
        return post(victim, { body: made.body, headers: { ...made.headers, ...from } });
      }),
    ),
    attack(
      'no nonce',
      plain(() => form('answer=yes')),
    ),
    attack(
      'an empty nonce',
      plain(() => form('answer=yes&nonce=')),
    ),
    attack(
      'a nonce cut short',
      plain((nonce) => yes(nonce.slice(0, -1))),
    ),
    attack(
      'two nonces',
      plain((nonce) => form(`answer=yes&nonce=x&nonce=${nonce}`)),
    ),
    attack(
      'two answers',
      plain((nonce) => form(`answer=no&answer=yes&nonce=${nonce}`)),
    ),
    attack(
      'an answer in a list',
      plain((nonce) => form(`answer[]=yes&nonce=${nonce}`)),
    ),
    attack(
      'a nonce in JSON',
      plain((nonce) => ({
        body: JSON.stringify({ answer: 'yes', nonce }),
        headers: { 'content-type': 'application/json' },
      })),
    ),
    attack(
      'a nonce in plain text',
      plain((nonce) => ({
        body: `answer=yes&nonce=${nonce}`,
        headers: { 'content-type': 'text/plain' },
      })),
    ),
    attack('an answer in the address', (victim) =>
      post(victim, { headers: sameSite }, `${victim.page.url.pathname}?answer=yes&nonce=${victim.nonce}`),
    ),
    attack('an answer by GET', async ({ browser, page, nonce }) => {
      const url = new URL(page.url);
      url.search = `answer=yes&nonce=${nonce}`;
      const arrived = await browser.go(url, atCallback);
      return { passed: atCallback(arrived.url), seen: String(arrived.status) };
    }),
    attack('the nonce of the attacker’s own sign-in', async (victim) => {
      const made = yes((await asked()).nonce);
      return post(victim, { ...made, headers: { ...made.headers, ...sameSite } });
    }),
    attack('the attacker’s sign-in in the victim’s browser', async (victim) => {
      const attacker = await asked();
      const made = yes(attacker.nonce);
      return post(
        { browser: victim.browser, page: attacker.page },
        { ...made, headers: { ...made.headers, ...sameSite } },
      );
    }),
    attack('another sign-in’s address with its own nonce', async (victim) => {
      const made = yes(victim.nonce);
      const other = await asked();
      return post(victim, { ...made, headers: { ...made.headers, ...sameSite } }, other.page.url.pathname);
    }),
    attack('a browser without the cookie', async (victim) => {
      const made = yes(victim.nonce);
      return post(
        { ...victim, browser: new TestBrowser() },
        { ...made, headers: { ...made.headers, ...sameSite } },
      );
    }),
    attack('a cookie whose signature was cut off', async (victim) => {
      const made = yes(victim.nonce);
      const browser = new TestBrowser();
      for (const cookie of await victim.browser.jar.getCookies(victim.page.url.href))
        if (!cookie.key.endsWith('.sig')) await browser.jar.setCookie(cookie, victim.page.url.href);
      return post({ ...victim, browser }, { ...made, headers: { ...made.headers, ...sameSite } });
    }),
    attack('a second time, after a no', async (victim) => {
      const no = form(`answer=no&nonce=${victim.nonce}`);
      await post(victim, { ...no, headers: { ...no.headers, ...sameSite } });
      const made = yes(victim.nonce);
      return post(victim, { ...made, headers: { ...made.headers, ...sameSite } });
    }),
  ]);
});

const signedIn = async (login: string, browser = new TestBrowser()): Promise<TokenReply> =>
  redeem(world, await codeOf(world, login, browser));

test('signing somebody out from elsewhere', async (context) => {
  const browser = new TestBrowser();
  const victim = await signedIn('ana', browser);
  const attack = (name: string, send: () => Promise<Response>): Attack => ({
    name,
    run: async () => {
      const { status } = await send();
      const stands = await counts(world, victim.access);
      return { passed: !stands, seen: `${status}, ${stands ? 'the sign-in stands' : 'signed out'}` };
    },
  });
  const at = `${own}/sign-out`;
  const attacker = new TestBrowser();
  await signedIn('rita', attacker);
  await tryAll(context, 'Sign-out: only from its own page, in the browser that signed in', [
    ...elsewhere().map(([name, headers]) =>
      attack(`a form of ${name}`, () => browser.request(at, { method: 'POST', headers })),
    ),
    attack('an image (GET)', () => browser.request(at, { headers: { 'sec-fetch-site': 'cross-site' } })),
    ...['PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) =>
      attack(`by ${method}`, () => browser.request(at, { method, headers: { origin: own } })),
    ),
    attack('another browser, its own sign-in', () =>
      attacker.request(at, { method: 'POST', headers: { origin: own } }),
    ),
    attack('a browser without cookies', () =>
      new TestBrowser().request(at, { method: 'POST', headers: { origin: own } }),
    ),
    attack('the token endpoint, without the token', () =>
      browser.request(`${own}/oauth/token/revocation`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'vectorgate-jupyter', token: 'unknown' }),
      }),
    ),
    attack('the provider’s way, by a browser', () =>
      browser.request(`${own}/sign-out/upstream`, { method: 'POST', headers: { origin: own } }),
    ),
  ]);
  await browser.request(at, { method: 'POST', headers: { origin: own, 'sec-fetch-site': 'same-origin' } });
  assert.equal(await counts(world, victim.access), false, 'its own page signs out');
});

test('what another site’s script may read', async (context) => {
  const paths = [
    ['POST', '/oauth/token'],
    ['POST', '/oauth/token/revocation'],
    ['GET', '/oauth/auth'],
    ['GET', '/oauth/jwks'],
    ['GET', '/oauth/.well-known/openid-configuration'],
    ['GET', '/sign-out'],
    ['POST', '/sign-out'],
    ['POST', '/sign-out/upstream'],
    ['GET', '/sign-in/return'],
    ['GET', '/api/v1/me'],
    ['GET', '/api/v1/records'],
    ['GET', '/metrics'],
    ['GET', '/healthz'],
    ['GET', '/.well-known/vectorgate'],
  ] as const;
  const readable = (response: Response): boolean =>
    ['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-methods'].some(
      (name) => response.headers.has(name),
    );
  await tryAll(
    context,
    'Other origins: no answer is theirs to read, and none may be embedded',
    paths.flatMap(([method, path]) =>
      ['https://evil.example', 'null', world.people.issuer].map(
        (origin): Attack => ({
          name: `${method} ${path} from ${origin === world.people.issuer ? 'the provider' : origin}`,
          run: async () => {
            const plain = await fetch(`${own}${path}`, { method, headers: { origin }, redirect: 'manual' });
            const asked = await fetch(`${own}${path}`, {
              method: 'OPTIONS',
              headers: {
                origin,
                'access-control-request-method': method,
                'access-control-request-headers': 'authorization',
              },
            });
            const embeddable = plain.headers.get('cross-origin-resource-policy') !== 'same-origin';
            await Promise.all([plain.arrayBuffer(), asked.arrayBuffer()]);
            return {
              passed: readable(plain) || readable(asked) || embeddable,
              seen: `${plain.status} ${asked.status}`,
            };
          },
        }),
      ),
    ),
  );
});

/** Every page that people see, by how it is come to. */
const pages = (): readonly (readonly [name: string, open: () => Promise<Arrived>])[] => {
  const go =
    (path: string, init: RequestInit = {}, browser = new TestBrowser()) =>
    () =>
      browser.go(new URL(path, own), atCallback, init);
  const state = `nonce-of-editor.${Buffer.from('https://evil.example/vectorgate/callback').toString('base64url')}`;
  const misses = `nonce-of-editor.${Buffer.from('http://localhost:8888/x').toString('base64url')}`;
  return [
    ['the question before a sign-in goes on', () => new TestBrowser().untilAsked(begin(world).url, 'ana')],
    ['a request that cannot be', go(begin(world, { redirect_uri: 'https://evil.example' }).url.href)],
    ['a sign-in that is over', go('/sign-in/nothing-begun-here')],
    ['a return that nobody waits for', go('/sign-in/upstream?state=x&code=y')],
    ['a question that is over', go('/sign-in/nothing/done?state=x')],
    ['an answer from elsewhere', go('/sign-in/nothing/done', { method: 'POST' })],
    ['an answer that is over', go('/sign-in/nothing/done', { method: 'POST', headers: { origin: own } })],
    ['a resume that is over', go('/oauth/auth/nothing')],
    ['an editor that is not known', go(`/sign-in/return?state=${state}`)],
    ['an editor whose page takes none', go(`/sign-in/return?state=${misses}`)],
    ['no editor at all', go('/sign-in/return')],
    ['the sign-out page, nobody signed in', go('/sign-out')],
    [
      'the sign-out page',
      async () => {
        const browser = new TestBrowser();
        await signedIn('rita', browser);
        return go('/sign-out', {}, browser)();
      },
    ],
    ['a sign-out from elsewhere', go('/sign-out', { method: 'POST' })],
    [
      'a form that is too large',
      go('/sign-out', {
        method: 'POST',
        body: new URLSearchParams({ x: 'x'.repeat(5_000) }),
        headers: { origin: own },
      }),
    ],
  ];
};

test('pages in frames, caches and other sites’ hands', async (context) => {
  await tryAll(
    context,
    'Pages: none can be framed, kept, scripted, embedded or taken for something else',
    pages().map(
      ([name, open]): Attack => ({
        name,
        run: async () => {
          const { headers, text, status } = await open();
          const policy = headers.get('content-security-policy') ?? '';
          const wrong = Object.entries({
            'is no page': headers.get('content-type')?.startsWith('text/html') && text.includes('<h1>'),
            'can be framed':
              headers.get('x-frame-options') === 'DENY' && policy.includes("frame-ancestors 'none'"),
            'may run what is put into it':
              policy.includes("default-src 'none'") && !/script-src|unsafe/.test(policy),
            'runs scripts': !/<script|\son\w+=|javascript:/i.test(text),
            'may be based elsewhere': policy.includes("base-uri 'none'"),
            'may send forms anywhere': /form-action 'self'( http:\/\/127\.0\.0\.1:45678)?;/.test(policy),
            'is kept': headers.get('cache-control') === 'no-store',
            'may be taken for something else': headers.get('x-content-type-options') === 'nosniff',
            'tells other sites where it was': headers.get('referrer-policy') === 'same-origin',
            'names its software': !headers.has('x-powered-by') && !headers.has('server'),
            'tells how it is built': !/\bat .*\.(ts|js):\d|node_modules/.test(text),
          }).flatMap(([what, right]) => (right ? [] : [what]));
          return { passed: wrong.length > 0, seen: `${status}${wrong.map((what) => `, ${what}`).join('')}` };
        },
      }),
    ),
  );
});

test('cookies that somebody else put there', async (context) => {
  /** Puts what the attacker's browser has into the victim's, as a sister site or another port could. */
  const plant = async (from: TestBrowser, into: TestBrowser, at: string): Promise<void> => {
    for (const cookie of await from.jar.getCookies(at)) await into.jar.setCookie(cookie, at);
  };
  await tryAll(context, 'Fixation: a cookie that was planted is worth nothing to who planted it', [
    {
      name: 'the id of the attacker’s browser: the victim’s sign-in on his sign-out page',
      run: async () => {
        const [attacker, victim] = [new TestBrowser(), new TestBrowser()];
        await signedIn('ola', attacker);
        await plant(attacker, victim, `${own}/sign-out`);
        const mine = await signedIn('ana', victim);
        const shown = (await attacker.go(`${own}/sign-out`, atCallback)).text;
        await attacker.request(`${own}/sign-out`, { method: 'POST', headers: { origin: own } });
        const stands = await counts(world, mine.access);
        return {
          passed: shown.includes('Ana') || !stands,
          seen: `${shown.includes('Ana') ? 'is shown' : 'is not shown'}, ${stands ? 'stands' : 'was ended'}`,
        };
      },
    },
    {
      name: 'the id of a browser that was made up',
      run: async () => {
        const victim = new TestBrowser();
        const begun = await codeOf(world, 'rita', victim);
        await redeem(world, begun);
        const name =
          (await victim.jar.getCookies(own)).find(({ key }) => key.endsWith('_browser'))?.key ?? '';
        const [attacker, next] = [new TestBrowser(), new TestBrowser()];
        for (const browser of [attacker, next])
          await browser.jar.setCookie(`${name}=${'A'.repeat(43)}; Path=/`, own);
        await signedIn('ana', next);
        const shown = (await attacker.go(`${own}/sign-out`, atCallback)).text.includes('Ana');
        return { passed: name === '' || shown, seen: shown ? 'is shown' : 'is not shown' };
      },
    },
    {
      name: 'the attacker’s begun sign-in under the victim’s: the victim’s code',
      run: async () => {
        const [attacker, victim] = [new TestBrowser(), new TestBrowser()];
        const page = await victim.untilAsked(begin(world).url, 'ana');
        const theirs = await attacker.untilAsked(begin(world).url, 'ola');
        for (const at of [page.url.href, theirs.url.href]) await plant(attacker, victim, at);
        const other = new URL(page.url.pathname, own);
        for (const cookie of await attacker.jar.getCookies(theirs.url.href)) {
          const moved = cookie.clone();
          assert.ok(moved);
          moved.path = page.url.pathname;
          await victim.jar.setCookie(moved, other.href);
        }
        const arrived = await victim.answer(page, 'yes', atCallback);
        return {
          passed: atCallback(arrived.url) && arrived.url.searchParams.has('code'),
          seen: String(arrived.status),
        };
      },
    },
    {
      name: 'a session of the attacker’s at the face: the next sign-in is his',
      run: async () => {
        const [attacker, victim] = [new TestBrowser(), new TestBrowser()];
        await signedIn('ola', attacker);
        await plant(attacker, victim, `${own}/oauth/auth`);
        const mine = await signedIn('ana', victim);
        const me = (await (await world.api(mine.access, '/api/v1/me')).json()) as {
          identity: { subject: string };
        };
        return { passed: me.identity.subject !== 'ana', seen: me.identity.subject };
      },
    },
    {
      name: 'our cookies in a script’s or another site’s hands',
      run: async () => {
        const started = await new TestBrowser().request(begin(world).url);
        const browser = new TestBrowser();
        const page = await browser.untilAsked(begin(world).url, 'ana');
        const answered = await browser.request(page.url, {
          method: 'POST',
          body: new URLSearchParams({ answer: 'yes', nonce: nonceOf(page) ?? '' }),
          headers: { origin: own },
        });
        const set = [...started.headers.getSetCookie(), ...answered.headers.getSetCookie()];
        const weak = set.filter(
          (cookie) => !/; httponly/i.test(cookie) || !/; samesite=(lax|strict)/i.test(cookie),
        );
        return {
          passed: set.length < 3 || weak.length > 0,
          seen: `${set.length} cookies, ${weak.length} weak`,
        };
      },
    },
  ]);
});
