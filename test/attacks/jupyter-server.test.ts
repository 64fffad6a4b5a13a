import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Attack, tryAll } from './attack-table.ts';
import { askJupyter } from './jupyter/kernel-run.ts';
import { type LabWorld, startLabWorld } from './jupyter/lab-world.ts';

let at: LabWorld;
/** What the owner's browser sends along by itself, and the XSRF token that only pages of this origin can read. */
let cookies: string;
let xsrf: string;

before(async () => {
  at = await startLabWorld();
  const page = await fetch(`${at.jupyter.url}/lab?token=${at.jupyter.token}`, { redirect: 'manual' });
  const given = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  cookies = given.join('; ');
  xsrf = given.find((cookie) => cookie.startsWith('_xsrf='))?.slice('_xsrf='.length) ?? '';
  assert.ok(xsrf.length > 20 && given.length > 1, cookies);
});
after(() => at?.close());

/** Asks a route of ours as the owner's browser does, cookies and all. */
const asBrowser = (path: string, init: RequestInit & { readonly cookies?: string } = {}): Promise<Response> =>
  fetch(`${at.jupyter.url}/vectorgate/${path}`, {
    redirect: 'manual',
    ...init,
    headers: { cookie: init.cookies ?? cookies, ...init.headers },
  });

const post = (
  path: string,
  headers: Readonly<Record<string, string>>,
  rest: RequestInit = {},
): Promise<Response> =>
  asBrowser(path, {
    method: 'POST',
    body: JSON.stringify(path === 'sign-in' ? { return: at.callback } : {}),
    ...rest,
    headers,
  });

const signIn = async (): Promise<void> => {
  const answered = await at.open(await at.answer(await at.begin(), 'ana'));
  assert.equal(answered.status, 200, await answered.text());
};

const evil = 'https://evil.example';
const record = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';

test('state is changed by the owner’s own pages alone', async (context) => {
  const good = await post('sign-in', { 'x-xsrftoken': xsrf });
  assert.equal(good.status, 200, 'with cookie and XSRF token a sign-in begins');
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: evil, referer: `${evil}/` };
  const tries = (path: string): Readonly<Record<string, () => Promise<Response>>> => ({
    'without any cookie': () => asBrowser(path, { method: 'POST', body: '{}', cookies: '' }),
    'without any cookie, with the XSRF token': () =>
      asBrowser(path, {
        method: 'POST',
        body: '{}',
        cookies: `_xsrf=${xsrf}`,
        headers: { 'x-xsrftoken': xsrf },
      }),
    'without the XSRF token': () => post(path, {}),
    'with an empty one': () => post(path, { 'x-xsrftoken': '' }),
    'with another one': () => post(path, { 'x-xsrftoken': `2|12345678|${'0'.repeat(32)}|1700000000` }),
    'with another browser’s': async () => {
      const other = await fetch(`${at.jupyter.url}/lab?token=${at.jupyter.token}`, { redirect: 'manual' });
      const theirs = /_xsrf=([^;]+)/.exec(other.headers.getSetCookie().join('\n'))?.[1] ?? '';
      return post(path, { 'x-xsrftoken': theirs });
    },
    'with the right one in the wrong header': () => post(path, { 'x-csrf-token': xsrf }),
    'as a form of another site': () => post(path, form, { body: 'return=x' }),
    'as a form of another site, with an empty token': () => post(path, form, { body: '_xsrf=&return=x' }),
    'as a plain text of another site': () => post(path, { 'content-type': 'text/plain', origin: evil }),
    'as a form without an origin': () => post(path, { ...form, origin: 'null' }, { body: '_xsrf=0' }),
    'by GET': () => asBrowser(path, { headers: { 'x-xsrftoken': xsrf } }),
    'by HEAD': () => asBrowser(path, { method: 'HEAD', headers: { 'x-xsrftoken': xsrf } }),
    'by PUT': () => post(path, { 'x-xsrftoken': xsrf }, { method: 'PUT' }),
    'by DELETE': () => post(path, { 'x-xsrftoken': xsrf }, { method: 'DELETE', body: null }),
    'by PATCH': () => post(path, { 'x-xsrftoken': xsrf }, { method: 'PATCH' }),
    'by GET that says it is a POST': () => asBrowser(path, { headers: { 'x-http-method-override': 'POST' } }),
  });
  await signIn();
  await tryAll(context, 'The server extension: no sign-in is begun and none ended from elsewhere', [
    ...['sign-in', 'sign-out'].flatMap((path) =>
      Object.entries(tries(path)).map(
        ([name, attempt]): Attack => ({
          name: `${path}, ${name}`,
          run: async () => {
            const answered = await attempt();
            const text = await answered.text();
            const { signedIn } = await at.status();
            return {
              passed: answered.ok || text.includes('authorize') || !signedIn,
              seen: signedIn ? String(answered.status) : 'signed out',
            };
          },
        }),
      ),
    ),
    ...Object.entries(tries('policy/key'))
      .filter(([name]) => !/^by (GET|HEAD)/.test(name))
      .map(
        ([name, attempt]): Attack => ({
          name: `a key that signs policies is made, ${name}`,
          run: async () => {
            const { ok, status } = await attempt();
            return { passed: ok, seen: String(status) };
          },
        }),
      ),
    ...[
      ...['status', 'latest', 'recorded/sessions', 'recorded/records?query=', 'heal'],
      ...['policy/key', 'policy/git/revisions?path=', 'policy/git/files?path=&revision=HEAD'],
      'policy/git/written?path=',
    ].map(
      (path): Attack => ({
        name: `${path}, read by another site`,
        run: async () => {
          const answered = await asBrowser(path, { headers: { origin: evil } });
          const allowed = answered.headers.get('access-control-allow-origin');
          return {
            passed: allowed !== null,
            seen: `${answered.status}, allowed origin: ${allowed ?? 'none'}`,
          };
        },
      }),
    ),
  ]);
  const own = await asBrowser('recorded/sessions', { headers: { 'x-xsrftoken': xsrf } });
  assert.equal(own.status, 200, 'JupyterLab itself reads what was recorded');
  const fetched = (dest: string, site: string): Readonly<Record<string, string>> => ({
    'sec-fetch-dest': dest,
    'sec-fetch-site': site,
    'x-xsrftoken': xsrf,
  });
  const asks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'an image of another site': fetched('image', 'cross-site'),
    'an image in a notebook': fetched('image', 'same-origin'),
    'a frame in a notebook’s output': fetched('iframe', 'same-origin'),
    'a link that is followed': fetched('document', 'none'),
    'a script of another site, without an origin': fetched('empty', 'cross-site'),
    'a script of another port of this machine': fetched('empty', 'same-site'),
    'a browser that says nothing of itself': {},
    'a browser that says from which of our pages': { referer: `${at.jupyter.url}/lab` },
    'a browser with another XSRF token': { 'x-xsrftoken': `2|12345678|${'0'.repeat(32)}|1700000000` },
  };
  await tryAll(
    context,
    'The server extension: nobody but JupyterLab looks at records in the person’s name, or has git run',
    [
      ...['recorded/sessions', 'recorded/records?query=', `recorded/records/${record}`],
      // Git is run for these, in folders that may come from anywhere.
      ...['policy/git/revisions?path=', 'policy/git/files?path=&revision=HEAD', 'policy/git/written?path='],
      'policy/checkpoint?path=a.policy.yaml',
    ].flatMap((path) =>
      Object.entries(asks).map(
        ([name, headers]): Attack => ({
          name: `${path}, ${name}`,
          run: async () => {
            const { status } = await asBrowser(path, { headers });
            return { passed: status !== 403, seen: String(status) };
          },
        }),
      ),
    ),
  );
  assert.equal((await post('sign-out', { 'x-xsrftoken': xsrf })).status, 200);
  assert.equal((await at.status()).signedIn, false, 'with cookie and XSRF token it is ended');
});

test('where a sign-in’s answer may go', async (context) => {
  const { host } = new URL(at.jupyter.url);
  const returns = [
    `${evil}/vectorgate/callback`,
    `//evil.example/vectorgate/callback`,
    `http://${host}@evil.example/vectorgate/callback`,
    `http://${host}.evil.example/vectorgate/callback`,
    `http://evil.example\\@${host}/vectorgate/callback`,
    `http://${host}\\.evil.example/vectorgate/callback`,
    `http://user:word@${host}/vectorgate/callback`,
    `http://${host}/vectorgate/callback/../../lab`,
    `http://${host}/lab`,
    `http://${host}/vectorgate/callback%2f..%2f..`,
    `http://${host}//evil.example/vectorgate/callback`,
    `http://${host}:1/vectorgate/callback`,
    `https://${host}/vectorgate/callback`,
    'javascript:alert(1)//vectorgate/callback',
    'data:text/html,/vectorgate/callback',
    '',
  ];
  /** Where the code would end up when this address is taken: behind the state. */
  const target = (authorize: string): string =>
    Buffer.from(new URL(authorize).searchParams.get('state')?.split('.')[1] ?? '', 'base64url').toString();
  const asked = async (address: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    post('sign-in', { 'x-xsrftoken': xsrf, ...headers }, { body: JSON.stringify({ return: address }) });
  const elsewhere = async (answered: Response): Promise<{ passed: boolean; seen: string }> => {
    if (!answered.ok) return { passed: false, seen: String(answered.status) };
    const goes = target(((await answered.json()) as { authorize: string }).authorize);
    return { passed: goes !== at.callback, seen: `goes to ${goes}` };
  };
  const state = (address: string): string =>
    `${'n'.repeat(32)}.${Buffer.from(address).toString('base64url')}`;
  await tryAll(context, 'The sign-in’s way back: this server’s callback page and no other', [
    ...returns.map(
      (address): Attack => ({
        name: `sign-in that returns to ${address || 'nothing'}`,
        run: async () => elsewhere(await asked(address)),
      }),
    ),
    {
      name: 'an address with a query and a fragment behind the callback',
      run: async () => elsewhere(await asked(`${at.callback}?next=${evil}#${evil}`)),
    },
    ...[null, 1, [at.callback], { href: evil }].map(
      (address): Attack => ({
        name: `sign-in that returns to ${JSON.stringify(address).replace(at.callback, '…')}`,
        run: async () => elsewhere(await asked(address)),
      }),
    ),
    {
      name: 'another site’s origin with its own callback, from a program that has the owner’s cookies',
      run: async () => elsewhere(await asked(`${evil}/vectorgate/callback`, { origin: evil })),
    },
    ...[
      `${evil}/vectorgate/callback`,
      `${at.jupyter.url}/lab`,
      'javascript:alert(1)//vectorgate/callback',
    ].map(
      (address): Attack => ({
        name: `the gateway’s page sends on to ${address}`,
        run: async () => {
          const query = new URLSearchParams({ code: 'c', state: state(address) });
          const answered = await fetch(`${at.world.controlUrl}/sign-in/return?${query}`, {
            redirect: 'manual',
          });
          const location = answered.headers.get('location');
          return { passed: location !== null, seen: `${answered.status} ${location ?? ''}` };
        },
      }),
    ),
    ...['next', 'return', 'redirect', 'url', 'error_uri'].map(
      (name): Attack => ({
        name: `the callback sends on to its ${name}`,
        run: async () => {
          const answered = await at.open(`${at.callback}?${name}=${encodeURIComponent(evil)}&state=x&code=y`);
          const text = await answered.text();
          const passed = answered.headers.has('location') || text.includes('evil.example');
          return { passed, seen: String(answered.status) };
        },
      }),
    ),
  ]);
  const good = await asked(at.callback);
  assert.equal(target(((await good.json()) as { authorize: string }).authorize), at.callback);
});

test('answers that belong to no sign-in of this server', async (context) => {
  const answerOf = async (login: 'ana' | 'omar'): Promise<URL> =>
    new URL(await at.answer(await at.begin(), login));
  const withChanges = (url: URL, changes: Readonly<Record<string, string | null>>): string => {
    const changed = new URL(url);
    for (const [name, value] of Object.entries(changes))
      if (value === null) changed.searchParams.delete(name);
      else changed.searchParams.set(name, value);
    return changed.href;
  };
  const used = await answerOf('ana');
  assert.equal((await at.open(used.href)).status, 200);
  await askJupyter(at.jupyter, 'vectorgate/sign-out', { method: 'POST', body: '{}' });
  const omars = await answerOf('omar');
  const markup = '<img src=x onerror=alert(1)>';
  const changed = (name: string, changes: Readonly<Record<string, string | null>>) =>
    [name, async () => withChanges(await answerOf('ana'), changes)] as const;
  const tries: readonly (readonly [name: string, url: () => Promise<string>])[] = [
    ['an answer for the second time', async () => used.href],
    [
      'an answer for the second time, with a new state',
      async () => {
        const fresh = await answerOf('ana');
        return withChanges(fresh, { code: used.searchParams.get('code') });
      },
    ],
    [
      'somebody else’s code with one’s own state',
      async () => withChanges(await answerOf('ana'), { code: omars.searchParams.get('code') }),
    ],
    changed('a state that nobody began', { state: 'x'.repeat(32) }),
    changed('a state without its last character', {
      state: omars.searchParams.get('state')?.slice(0, -1) ?? '',
    }),
    changed('no state', { state: null }),
    changed('an empty state', { state: '' }),
    changed('no code', { code: null }),
    changed('a code of our own making', { code: 'x' }),
    changed('the name of another sign-in service (mix-up)', { iss: evil }),
    changed('an error beside the code', { error: 'access_denied' }),
    changed('an error with markup in it', { error: markup, error_description: markup }),
    ['two states', async () => `${(await answerOf('ana')).href}&state=x`],
    ['a state with markup in it', async () => `${at.callback}?code=x&state=${encodeURIComponent(markup)}`],
  ];
  await tryAll(
    context,
    'The callback: a code counts once, with the state it was asked with, from whom it was asked of',
    [
      ...tries.map(
        ([name, url]): Attack => ({
          name,
          run: async () => {
            const answered = await at.open(await url());
            const text = await answered.text();
            const { signedIn } = await at.status();
            const passed =
              answered.ok || signedIn || text.includes(markup) || at.issued.in(text) !== undefined;
            return {
              passed,
              seen: /<p role="status">(.*?)(?:<br>|<\/p>)/.exec(text)?.[1] ?? String(answered.status),
            };
          },
        }),
      ),
      {
        name: 'a good answer in a browser that is not let into this Jupyter',
        run: async () => {
          const answered = await fetch((await answerOf('ana')).href, { redirect: 'manual' });
          const { signedIn } = await at.status();
          return {
            passed: signedIn,
            seen: `${answered.status} ${answered.headers.get('location')?.split('?')[0]}`,
          };
        },
      },
      {
        name: 'a good answer after nine further sign-ins were begun',
        run: async () => {
          const first = await answerOf('ana');
          for (let one = 0; one < 9; one++) await at.begin();
          const answered = await at.open(first.href);
          return { passed: answered.ok, seen: String(answered.status) };
        },
      },
    ],
  );
  await signIn();
  assert.equal((await at.status()).who?.identity.subject, 'ana');
});
