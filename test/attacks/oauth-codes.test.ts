import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { TestBrowser } from '../../gateway/src/identity/testing/test-browser.ts';
import { signOut } from '../harness/sign-in.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, type Outcome, tryAll } from './attack-table.ts';
import {
  askTokens,
  atCallback,
  begin,
  callback,
  codeOf,
  counts,
  gaveNothing,
  redeem,
  refreshed,
  sendTokens,
  type TokenReply,
} from './oauth-flow.ts';

let world: World;
before(async () => {
  world = await startWorld({ policies: {} });
});
after(() => world?.close());

/** Whether any of these still opens anything, or can be refreshed. */
const still = async (...replies: readonly TokenReply[]): Promise<Outcome> => {
  const living: string[] = [];
  for (const { access, refresh } of replies) {
    if (await counts(world, access)) living.push('an access token');
    if ((await refreshed(world, refresh)).status === 200) living.push('a refresh token');
  }
  return {
    passed: living.length > 0,
    seen: living.length > 0 ? `${living.join(', ')} counts` : 'nothing counts',
  };
};
/** Somebody who is signed in, and whose tokens count now. */
const signedIn = async (login: string): Promise<TokenReply> => {
  const reply = await redeem(world, await codeOf(world, login));
  assert.ok(await counts(world, reply.access), `${login} is signed in`);
  return reply;
};
type Case = readonly [name: string, run: (context: TestContext) => Promise<Outcome>];
const asAttacks = (context: TestContext, cases: readonly Case[]): readonly Attack[] =>
  cases.map(([name, run]) => ({ name, run: () => run(context) }));

/** How a code is presented by somebody who got hold of it. The code itself is good, and so is what is not named. */
const presented: readonly (readonly [
  string,
  (
    mine: Awaited<ReturnType<typeof codeOf>>,
    theirs: Awaited<ReturnType<typeof codeOf>>,
  ) => Promise<TokenReply>,
])[] = [
  ['another’s verifier', (mine, { verifier }) => redeem(world, { ...mine, verifier })],
  ['another’s code under the own verifier', ({ verifier }, theirs) => redeem(world, { ...theirs, verifier })],
  ['no verifier', (mine) => redeem(world, mine, { code_verifier: undefined })],
  ['an empty verifier', (mine) => redeem(world, mine, { code_verifier: '' })],
  ['the challenge as verifier (plain)', (mine) => redeem(world, mine, { code_verifier: mine.challenge })],
  ['a verifier in capitals', (mine) => redeem(world, mine, { code_verifier: mine.verifier.toUpperCase() })],
  ['a verifier cut short', (mine) => redeem(world, mine, { code_verifier: mine.verifier.slice(0, -1) })],
  ['a verifier with padding', (mine) => redeem(world, mine, { code_verifier: `${mine.verifier}=` })],
  ['another client', (mine) => redeem(world, mine, { client_id: 'vectorgate-cli' })],
  ['no client', (mine) => redeem(world, mine, { client_id: undefined })],
  ['a client nobody knows', (mine) => redeem(world, mine, { client_id: 'nobody' })],
  ['another redirect', (mine) => redeem(world, mine, { redirect_uri: 'http://127.0.0.1:1/callback' })],
  [
    'another host’s redirect',
    (mine) => redeem(world, mine, { redirect_uri: 'https://evil.example/callback' }),
  ],
  ['no redirect', (mine) => redeem(world, mine, { redirect_uri: undefined })],
  ['another audience', (mine) => redeem(world, mine, { resource: 'https://elsewhere.example' })],
  ['a code cut short', (mine) => redeem(world, mine, { code: mine.code.slice(0, -1) })],
  ['a code with a letter more', (mine) => redeem(world, mine, { code: `${mine.code}x` })],
  ['a code in the other case', (mine) => redeem(world, mine, { code: swapCase(mine.code) })],
  ['a code as refresh token', ({ code }) => refreshed(world, code)],
  [
    'two codes',
    (mine, theirs) =>
      sendTokens(
        world,
        new URLSearchParams([
          ['client_id', 'vectorgate-jupyter'],
          ['grant_type', 'authorization_code'],
          ['code', mine.code],
          ['code', theirs.code],
          ['code_verifier', mine.verifier],
          ['redirect_uri', callback],
        ]),
      ),
  ],
  [
    'two verifiers',
    (mine, theirs) =>
      sendTokens(
        world,
        new URLSearchParams([
          ['client_id', 'vectorgate-jupyter'],
          ['grant_type', 'authorization_code'],
          ['code', mine.code],
          ['code_verifier', theirs.verifier],
          ['code_verifier', mine.verifier],
          ['redirect_uri', callback],
        ]),
      ),
  ],
];
const swapCase = (text: string): string =>
  [...text].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');

test('codes', async (context) => {
  assert.ok(await signedIn('ana'));
  await tryAll(context, 'Codes: one counts once, for who began, where and as it was begun', [
    ...presented.map(
      ([name, run]): Attack => ({
        name,
        run: async () =>
          gaveNothing(world, await run(await codeOf(world, 'ana'), await codeOf(world, 'rita'))),
      }),
    ),
    ...asAttacks(context, [
      [
        'a code used twice, and what the first use gave',
        async () => {
          const mine = await codeOf(world, 'ana');
          const first = await redeem(world, mine);
          assert.ok(await counts(world, first.access));
          const second = await redeem(world, mine);
          const after = await still(first, second);
          return { passed: after.passed || second.status === 200, seen: `${second.error}; ${after.seen}` };
        },
      ],
      [
        'a code used twice, by its thief first, and what the thief got',
        async () => {
          const mine = await codeOf(world, 'ana');
          const [thief, owner] = await Promise.all([redeem(world, mine), redeem(world, mine)]);
          return still(thief, owner);
        },
      ],
      [
        'what was refreshed since, when a code is used twice',
        async () => {
          const mine = await codeOf(world, 'ana');
          const next = await refreshed(world, (await redeem(world, mine)).refresh);
          assert.ok(await counts(world, next.access));
          await redeem(world, mine);
          return still(next);
        },
      ],
      [
        'a code after its person signed out at the provider',
        async () => {
          const mine = await codeOf(world, 'rita');
          await world.people.signOut('rita');
          return gaveNothing(world, await redeem(world, mine));
        },
      ],
      [
        'a code of two minutes ago',
        async ({ mock }) => {
          const mine = await codeOf(world, 'ana');
          mock.timers.enable({ apis: ['Date'], now: Date.now() + 120_000 });
          try {
            return await gaveNothing(world, await redeem(world, mine));
          } finally {
            mock.timers.reset();
          }
        },
      ],
    ]),
  ]);
  assert.ok(await signedIn('ana'));
});

test('refresh tokens', async (context) => {
  /** Uses `token` in a way that must give nothing; the family then counts still, or not. */
  const refused = (name: string, run: (reply: TokenReply) => Promise<TokenReply>): Case => [
    name,
    async () => gaveNothing(world, await run(await signedIn('ana'))),
  ];
  await tryAll(
    context,
    'Refresh tokens: each counts once; one that comes twice ends all that came of the sign-in',
    asAttacks(context, [
      [
        'one used twice: its successors, access tokens too',
        async () => {
          const first = await signedIn('ana');
          const second = await refreshed(world, first.refresh);
          const third = await refreshed(world, second.refresh);
          assert.ok(await counts(world, third.access));
          const again = await refreshed(world, first.refresh);
          const after = await still(first, second, third, again);
          return { ...after, passed: after.passed || again.status === 200 };
        },
      ],
      [
        'one used by two at once',
        async () => {
          const { refresh } = await signedIn('ana');
          return still(...(await Promise.all([refreshed(world, refresh), refreshed(world, refresh)])));
        },
      ],
      [
        'one after sign-out',
        async () => {
          const reply = await signedIn('ana');
          await signOut(world.controlUrl, reply.refresh);
          return still(reply);
        },
      ],
      [
        'an earlier one after sign-out by a later one',
        async () => {
          const first = await signedIn('ana');
          const second = await refreshed(world, first.refresh);
          await signOut(world.controlUrl, second.refresh);
          return still(first, second);
        },
      ],
      [
        'an access token revoked: nothing but what was asked for',
        async () => {
          const reply = await signedIn('ana');
          await fetch(`${world.controlUrl}/oauth/token/revocation`, {
            method: 'POST',
            body: new URLSearchParams({ client_id: 'vectorgate-jupyter', token: reply.access }),
          });
          // Access tokens are not kept, so none can be revoked by itself; what ends is never more than was asked.
          const { passed } = await still(reply);
          return { passed: !passed, seen: passed ? 'the sign-in stands' : 'the sign-in ended' };
        },
      ],
      refused('by another client', ({ refresh }) =>
        refreshed(world, refresh, { client_id: 'vectorgate-cli' }),
      ),
      refused('by no client', ({ refresh }) => refreshed(world, refresh, { client_id: undefined })),
      refused('for another audience', ({ refresh }) =>
        refreshed(world, refresh, { resource: 'https://elsewhere.example' }),
      ),
      refused('for a scope nobody gave', ({ refresh }) =>
        refreshed(world, refresh, { scope: 'openid profile admin' }),
      ),
      refused('an access token in its place', ({ access }) => refreshed(world, access)),
      refused('cut short', ({ refresh }) => refreshed(world, refresh.slice(0, -1))),
      refused('in the other case', ({ refresh }) => refreshed(world, swapCase(refresh))),
      refused('with a space', ({ refresh }) => refreshed(world, `${refresh} `)),
      refused('as a code', ({ refresh }) =>
        askTokens(world, {
          grant_type: 'authorization_code',
          code: refresh,
          code_verifier: 'x'.repeat(43),
          redirect_uri: callback,
        }),
      ),
      refused('nothing in its place', () => refreshed(world, '')),
      [
        'one revoked by another client: the sign-in of its owner',
        async () => {
          const reply = await signedIn('ana');
          await fetch(`${world.controlUrl}/oauth/token/revocation`, {
            method: 'POST',
            body: new URLSearchParams({ client_id: 'vectorgate-cli', token: reply.refresh }),
          });
          const stands = await counts(world, reply.access);
          return { passed: !stands, seen: stands ? 'the sign-in stands' : 'somebody else ended it' };
        },
      ],
      [
        'one of the provider, shown to the gateway',
        async () => gaveNothing(world, await refreshed(world, await world.people.sign({ sub: 'ana' }))),
      ],
    ]),
  );
});

/** Changes what the provider sent back, before the gateway sees it. */
const returns: readonly (readonly [string, (own: URL, other: URL) => void])[] = [
  [
    'the state of another sign-in',
    (own, other) => own.searchParams.set('state', other.searchParams.get('state')!),
  ],
  [
    'the code of another sign-in',
    (own, other) => own.searchParams.set('code', other.searchParams.get('code')!),
  ],
  [
    'code and state of another sign-in',
    (own, other) => {
      own.search = other.search;
    },
  ],
  ['a state that was never given', (own) => own.searchParams.set('state', 'x'.repeat(43))],
  ['no state', (own) => own.searchParams.delete('state')],
  ['two states', (own, other) => own.searchParams.append('state', other.searchParams.get('state')!)],
  ['two codes', (own, other) => own.searchParams.append('code', other.searchParams.get('code')!)],
  ['another provider’s name (mix-up)', (own) => own.searchParams.set('iss', 'https://elsewhere.example')],
  ['no provider’s name, where it gives one', (own) => own.searchParams.delete('iss')],
  ['an error beside the code', (own) => own.searchParams.set('error', 'access_denied')],
  ['no code', (own) => own.searchParams.delete('code')],
  ['a token beside the code', (own) => own.searchParams.set('id_token', 'x.y.z')],
  [
    'a token instead of the code',
    (own) => {
      own.searchParams.delete('code');
      own.searchParams.set('access_token', 'x');
    },
  ],
];

test('what the provider sends back', async (context) => {
  const atReturn = (url: URL): boolean => url.pathname === '/sign-in/upstream';
  const own = async (): Promise<{ browser: TestBrowser; back: URL }> => {
    const browser = new TestBrowser();
    return { browser, back: (await browser.signIn(begin(world).url, 'ana', atReturn)).url };
  };
  /** Goes on from there, and says yes wherever it is asked. */
  const finish = async (browser: TestBrowser, back: URL): Promise<Outcome> => {
    const page = await browser.go(back, atCallback);
    const asks = page.text.includes('name="nonce"');
    const arrived = asks ? await browser.answer(page, 'yes', atCallback) : page;
    const passed = atCallback(arrived.url) && arrived.url.searchParams.has('code');
    return { passed, seen: String(arrived.status) };
  };
  const good = await own();
  assert.ok((await finish(good.browser, good.back)).passed, 'unchanged it leads to a code');
  await tryAll(context, 'Return: only what the provider sent, to who was sent there, once', [
    ...returns.map(
      ([name, change]): Attack => ({
        name,
        run: async () => {
          const [victim, attacker] = [await own(), await own()];
          change(victim.back, attacker.back);
          return finish(victim.browser, victim.back);
        },
      }),
    ),
    {
      name: 'all of it, in a browser that did not begin',
      run: async () => finish(new TestBrowser(), (await own()).back),
    },
    {
      name: 'all of it, in a browser that began another',
      run: async () => finish((await own()).browser, (await own()).back),
    },
    {
      name: 'all of it, a second time',
      run: async () => {
        const { browser, back } = await own();
        await finish(browser, back);
        return finish(browser, back);
      },
    },
    {
      name: 'all of it, eleven minutes later',
      run: async () => {
        const { browser, back } = await own();
        context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 11 * 60_000 });
        try {
          return await finish(browser, back);
        } finally {
          context.mock.timers.reset();
        }
      },
    },
  ]);
});

test('somebody who was locked out at the provider', async (context) => {
  const [idle, refreshing] = [await signedIn('omar'), await signedIn('omar')];
  const { code, verifier } = await codeOf(world, 'omar');
  world.people.disable('omar');
  const now = Date.now();
  await tryAll(context, 'Locked out: in no way for longer than one token’s life', [
    {
      name: 'a refresh, and the access token that had time to run',
      run: async () => {
        const next = await gaveNothing(world, await refreshed(world, refreshing.refresh));
        const after = await still(refreshing);
        return { passed: next.passed || after.passed, seen: `${next.seen}; ${after.seen}` };
      },
    },
    {
      name: 'a new sign-in',
      run: async () => {
        const arrived = await new TestBrowser().signIn(begin(world).url, 'omar', atCallback);
        return { passed: arrived.url.searchParams.has('code'), seen: String(arrived.status) };
      },
    },
    {
      name: 'an access token that nobody refreshed, after its 300 s',
      run: async () => {
        context.mock.timers.enable({ apis: ['Date'], now: now + 303_000 });
        const stands = await counts(world, idle.access);
        return { passed: stands, seen: stands ? 'counts' : 'refused' };
      },
    },
    { name: 'its refresh', run: async () => gaveNothing(world, await refreshed(world, idle.refresh)) },
    {
      name: 'a code that was not redeemed',
      run: async () => gaveNothing(world, await redeem(world, { code, verifier })),
    },
  ]);
});
