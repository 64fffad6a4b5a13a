import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bundleType } from '@vectorgate/policy-schema/bundle';
import { policyOf } from '../harness/policies.ts';
import { type ApiWorld, type Role, roles, secret, startApiWorld, unpublished } from './api-world.ts';
import { type Attack, tryAll } from './attack-table.ts';

let world: ApiWorld;
before(async () => {
  world = await startApiWorld();
});
after(() => world?.close());

type Statuses = Readonly<Record<Role, number>>;
/** Somebody who is signed in, whoever that is; nobody and the signed-out are not. */
const anybody = (status: number): Statuses => ({
  nobody: 401,
  owner: status,
  other: status,
  reviewer: status,
  outsider: status,
  service: status,
  namesake: status,
  ended: 401,
});
const everybody: Statuses = { ...anybody(200), nobody: 200, ended: 200 };
const reviewers: Statuses = { ...anybody(403), reviewer: 200 };
/** The other one is a data owner. */
const policyReaders: Statuses = { ...reviewers, other: 200 };
const ownersAndReviewers: Statuses = { ...anybody(404), owner: 200, reviewer: 200 };

interface Row {
  /** As it stands in the served description. */
  readonly route: string;
  /** What is asked for. */
  readonly path: () => string;
  readonly statuses: Statuses;
  /** One trace, that of the owner; a caller's own alone, to reviewers everybody's; or everybody's. */
  readonly shows: 'own' | 'owner' | 'reviewed' | 'all' | 'none';
}
const row = (route: string, path: string | (() => string), statuses: Statuses, shows: Row['shows']): Row => ({
  route,
  path: typeof path === 'string' ? () => path : path,
  statuses,
  shows,
});
const ofOwner = (kind: 'sessions' | 'records'): string =>
  `/api/v1/${kind}/${world.traceOf('owner')[kind][0]}`;

/** Every route, at least once; a route without a row fails the test. */
const rows: readonly Row[] = [
  row('/me', '/api/v1/me', anybody(200), 'none'),
  row('/connections', '/api/v1/connections', anybody(200), 'none'),
  row('/policy', '/api/v1/policy', anybody(200), 'none'),
  row('/policy/files', '/api/v1/policy/files', policyReaders, 'none'),
  row('/policy/revisions', '/api/v1/policy/revisions', policyReaders, 'none'),
  row('/policy/revisions', '/api/v1/policy/revisions?limit=0', anybody(400), 'none'),
  row('/policy/revisions/{id}', '/api/v1/policy/revisions/1', policyReaders, 'none'),
  row('/policy/canary', '/api/v1/policy/canary', policyReaders, 'reviewed'),
  row(
    '/policy/revisions/{id}',
    '/api/v1/policy/revisions/..%2f1',
    { ...anybody(403), other: 404, reviewer: 404 },
    'none',
  ),
  row('/policy/files', '/api/v1/policy/files?path=x', anybody(400), 'none'),
  row('/catalogue', '/api/v1/catalogue', anybody(200), 'none'),
  row('/catalogue', '/api/v1/catalogue?limit=1', anybody(200), 'none'),
  row('/catalogue', '/api/v1/catalogue?limit=0', anybody(400), 'none'),
  row('/catalogue', '/api/v1/catalogue?cursor=x', anybody(400), 'none'),
  row('/catalogue', '/api/v1/catalogue?all=1', anybody(400), 'none'),
  row('/catalogue/details', '/api/v1/catalogue/details?connection=insights', anybody(200), 'none'),
  row(
    '/catalogue/details',
    '/api/v1/catalogue/details?connection=insights&collections=*s*',
    anybody(200),
    'none',
  ),
  row('/catalogue/details', '/api/v1/catalogue/details?connection=(gateway)', anybody(404), 'none'),
  row('/catalogue/details', '/api/v1/catalogue/details?connection=__proto__', anybody(404), 'none'),
  row('/catalogue/details', '/api/v1/catalogue/details', anybody(404), 'none'),
  row('/catalogue/details', '/api/v1/catalogue/details?connection=insights&limit=21', anybody(400), 'none'),
  row('/catalogue/people', '/api/v1/catalogue/people', anybody(200), 'none'),
  row('/catalogue/people', '/api/v1/catalogue/people?all=1', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions', anybody(200), 'own'),
  row('/sessions', '/api/v1/sessions?limit=200', anybody(200), 'own'),
  row('/sessions', '/api/v1/sessions?all=1', reviewers, 'all'),
  row('/sessions', '/api/v1/sessions?all=1&limit=1', reviewers, 'all'),
  row('/sessions', '/api/v1/sessions?all=0', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?all=', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?all=1&all=1', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?all[]=1', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?ALL=1', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?subject=ana', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?issuer=people&subject=ana', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?__proto__=1', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?cursor=x', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?cursor=-1', anybody(400), 'none'),
  row('/sessions', '/api/v1/sessions?cursor=1%20OR%201=1', anybody(400), 'none'),
  row('/sessions/{id}', () => ofOwner('sessions'), ownersAndReviewers, 'owner'),
  row('/sessions/{id}', () => `${ofOwner('sessions')}?all=1`, anybody(400), 'none'),
  row('/sessions/{id}', '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN', anybody(404), 'none'),
  row('/sessions/{id}', '/api/v1/sessions/%27%20OR%201=1', anybody(404), 'none'),
  row('/sessions/{id}', '/api/v1/sessions/__proto__', anybody(404), 'none'),
  // Whose session it is reads nothing of what is said of it.
  row(
    '/sessions/{id}/notes',
    () => `${ofOwner('sessions')}/notes`,
    { ...anybody(404), owner: 403, reviewer: 200 },
    'owner',
  ),
  row('/sessions/{id}/notes', () => `${ofOwner('sessions')}/notes?all=1`, anybody(400), 'none'),
  row('/sessions/{id}/notes', '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN/notes', anybody(404), 'none'),
  row('/sessions/{id}/notes', '/api/v1/sessions/__proto__/notes', anybody(404), 'none'),
  row('/sessions/{id}/export', () => `${ofOwner('sessions')}/export`, ownersAndReviewers, 'owner'),
  row(
    '/sessions/{id}/export',
    () => `${ofOwner('sessions')}/export?bodies=all&format=jsonl`,
    ownersAndReviewers,
    'owner',
  ),
  row('/sessions/{id}/export', () => `${ofOwner('sessions')}/export?bodies=all`, ownersAndReviewers, 'owner'),
  row('/sessions/{id}/export', () => `${ofOwner('sessions')}/export?all=1`, anybody(400), 'none'),
  row('/sessions/{id}/export', '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN/export', anybody(404), 'none'),
  row('/records', '/api/v1/records', anybody(200), 'own'),
  row('/records', '/api/v1/records?effect=allow', anybody(200), 'own'),
  row('/records', '/api/v1/records?all=1', reviewers, 'all'),
  row('/records', '/api/v1/records?all=1&effect=deny', reviewers, 'all'),
  row('/records', '/api/v1/records?session=x', anybody(400), 'none'),
  row('/records', '/api/v1/records?effect=allow%27--', anybody(400), 'none'),
  row('/records', '/api/v1/records?cursor=1', anybody(400), 'none'),
  row('/records', '/api/v1/records?query=', anybody(200), 'own'),
  row('/records', '/api/v1/records?query=who:*', anybody(200), 'own'),
  row('/records', '/api/v1/records?query=class:read&all=1', reviewers, 'all'),
  row('/records', '/api/v1/records?query=x', anybody(400), 'none'),
  row('/records', '/api/v1/records?query=who:a&query=who:b', anybody(400), 'none'),
  row('/records/facets', '/api/v1/records/facets', anybody(200), 'own'),
  row('/records/facets', '/api/v1/records/facets?query=-who:nobody', anybody(200), 'own'),
  row('/records/facets', '/api/v1/records/facets?all=1', reviewers, 'all'),
  row('/records/facets', '/api/v1/records/facets?all=0', anybody(400), 'none'),
  row('/records/facets', '/api/v1/records/facets?cursor=1', anybody(400), 'none'),
  row('/records/summary', '/api/v1/records/summary', anybody(200), 'own'),
  row('/records/summary', '/api/v1/records/summary?query=-who:nobody', anybody(200), 'own'),
  row('/records/summary', '/api/v1/records/summary?all=1', reviewers, 'all'),
  row('/records/summary', '/api/v1/records/summary?all=0', anybody(400), 'none'),
  row('/records/asked', '/api/v1/records/asked', anybody(200), 'own'),
  row('/records/asked', '/api/v1/records/asked?query=who:*&limit=1000', anybody(200), 'own'),
  row('/records/asked', '/api/v1/records/asked?all=1', reviewers, 'all'),
  row('/records/asked', '/api/v1/records/asked?all=0', anybody(400), 'none'),
  row('/records/asked', '/api/v1/records/asked?cursor=1', anybody(400), 'none'),
  row('/records/asked', '/api/v1/records/asked?limit=1001', anybody(400), 'none'),
  row('/records/export', '/api/v1/records/export?format=csv', anybody(200), 'own'),
  row('/records/export', '/api/v1/records/export', anybody(200), 'own'),
  row('/records/export', '/api/v1/records/export?all=1&bodies=all&format=jsonl', reviewers, 'all'),
  row('/records/export', '/api/v1/records/export?all=0', anybody(400), 'none'),
  row('/records/export', '/api/v1/records/export?format=../x', anybody(400), 'none'),
  row('/records/{id}', () => ofOwner('records'), ownersAndReviewers, 'owner'),
  row('/records/{id}', () => ofOwner('records').toLowerCase(), anybody(404), 'none'),
  row('/records/{id}', '/api/v1/records/01JD8Z6Q4MX3V7H2K9RBT5WYCN', anybody(404), 'none'),
  row('/records/{id}', () => `${ofOwner('sessions').replace('sessions', 'records')}`, anybody(404), 'none'),
  row('/records/{id}/today', () => `${ofOwner('records')}/today`, ownersAndReviewers, 'owner'),
  row('/records/{id}/today', () => `${ofOwner('records')}/today?all=1`, anybody(400), 'none'),
  row('/records/{id}/today', '/api/v1/records/01JD8Z6Q4MX3V7H2K9RBT5WYCN/today', anybody(404), 'none'),
  row('/.well-known/vectorgate', '/.well-known/vectorgate', everybody, 'none'),
  row('/healthz', '/healthz', everybody, 'none'),
  row('/metrics', '/metrics', everybody, 'none'),
];

/** Routes that answer a post as well, and change nothing by it: what is sent along masks more of the answer. */
const posted: readonly string[] = ['/sessions/{id}/export', '/records/export'];

/** Routes that change something; for whom, the test below says. */
const changing: readonly string[] = [
  '/sessions/{id}/forget',
  '/sessions/{id}/notes',
  '/policy/revisions',
  '/policy/canary',
  '/policy/canary/stop',
];

/** What of other people's a text holds that this caller must not see there. */
function foreignIn(answer: string, role: Role, shows: Row['shows']): readonly string[] {
  // What somebody wanted to look at they named themselves.
  const text = answer.replaceAll(/"reviewed":\{[^}]*\}/g, '');
  const seen: string[] = [];
  for (const other of roles) {
    const may =
      shows === 'all' ||
      (shows === 'reviewed' && role === 'reviewer') ||
      ((shows === 'own' || shows === 'reviewed') && other === role) ||
      (shows === 'owner' && other === 'owner');
    if (may) continue;
    const { sessions, records } = world.traceOf(other);
    if ([...sessions, ...records].some((id) => text.includes(id))) seen.push(`a trace of ${other}`);
  }
  if (text.includes(unpublished) && policyReaders[role] !== 200) seen.push('rules that are not in force');
  if (text.includes(secret) && !(role === 'owner' && shows === 'owner')) seen.push('data');
  return seen;
}

test('each route for each role', async (context) => {
  const described = (await (await world.ask('nobody', '/api/v1/openapi.json')).json()) as {
    paths: Record<string, object>;
  };
  assert.deepEqual(
    [...new Set([...rows.map(({ route }) => route), ...changing])].sort(),
    Object.keys(described.paths).sort(),
    'every route that is served has a row here, and no other',
  );
  for (const [route, path] of Object.entries(described.paths))
    assert.deepEqual(
      Object.keys(path).filter((key) => key !== 'servers'),
      [
        ...(rows.some((one) => one.route === route) ? ['get'] : []),
        ...(changing.includes(route) || posted.includes(route) ? ['post'] : []),
      ],
      'all are only read from: one that changes something needs rows that say for whom',
    );
  for (const role of roles)
    assert.equal(world.traceOf(role).records.length > 0, !['nobody', 'ended'].includes(role), role);
  assert.ok(
    (await (await world.ask('owner', ofOwner('records'))).text()).includes(secret),
    'the owner sees the data',
  );
  await tryAll(
    context,
    'API: each role gets what is its own, and nobody sees a trace of somebody else',
    rows.flatMap(({ path, statuses, shows }) =>
      roles.map(
        (role): Attack => ({
          name: `${role} ${path().replace(/[0-9A-HJKMNP-TV-Z]{26}/, '…')}`,
          run: async () => {
            const response = await world.ask(role, path());
            const text = await response.text();
            const foreign = foreignIn(text, role, response.ok ? shows : 'none');
            const wrong = response.status !== statuses[role];
            return { passed: wrong || foreign.length > 0, seen: [response.status, ...foreign].join(', ') };
          },
        }),
      ),
    ),
  );
});

test('a canary tells policy readers how much, and whom to those alone who may review them', async (context) => {
  interface Told {
    readonly canary: {
      readonly report: {
        readonly differing: number;
        readonly changes: readonly {
          readonly people: number;
          readonly who: readonly { readonly subject: string }[];
          readonly examples: readonly { readonly record: string }[];
        }[];
      };
    };
  }
  const looks = async (): Promise<number> => {
    const found = await world.ask('reviewer', '/api/v1/records?all=1&query=operation:canary_review');
    return ((await found.json()) as { records: object[] }).records.length;
  };
  const ask = async (role: Role): Promise<readonly [Told['canary']['report'], looks: number]> => {
    const before = await looks();
    const { canary } = (await (await world.ask(role, '/api/v1/policy/canary')).json()) as Told;
    return [canary.report, (await looks()) - before];
  };
  const readers = ['other', 'reviewer'] as const;
  await tryAll(
    context,
    'API: people and records out of a canary, for policy readers with and without a rule of class review',
    readers.map(
      (role): Attack => ({
        name: role,
        run: async () => {
          const [{ differing, changes }, looked] = await ask(role);
          const reviewer = role === 'reviewer';
          const subjects = [...new Set(changes.flatMap(({ who }) => who.map(({ subject }) => subject)))];
          const examples = changes.flatMap(({ examples: some }) => some.map(({ record }) => record));
          const own = world.traceOf(role).records;
          const passed =
            differing !== 8 ||
            Math.max(...changes.map(({ people }) => people)) !== 4 ||
            looked !== (reviewer ? 1 : 0) ||
            (reviewer ? subjects.length < 3 : subjects.some((subject) => subject !== 'omar')) ||
            (!reviewer && examples.some((record) => !own.includes(record)));
          return {
            passed,
            seen: `${differing} requests, of ${subjects.join(', ')}; ${looked} looks recorded`,
          };
        },
      }),
    ),
  );
});

test('ways around the routes', async (context) => {
  const [session, record] = [world.traceOf('owner').sessions[0], world.traceOf('owner').records[0]];
  const paths = [
    `/api/v1/sessions/${session}/`,
    `/api/v1//sessions/${session}`,
    `//api/v1/sessions/${session}`,
    `/API/V1/SESSIONS/${session}`,
    `/api/v1/sessions/${session}/records`,
    `/api/v1/sessions/${session}/../../records/${record}`,
    `/api/v1/sessions/%2e%2e/records/${record}`,
    `/api/v1/sessions/..%2frecords%2f${record}`,
    `/api/v1/me/../records/${record}`,
    `/api/v1/me;/../records/${record}`,
    `/api/v1/records/${record}%00`,
    `/api/v1/records/${record}.json`,
    `/api/v1/records/${record}?format=raw`,
    `/api/v1/records/${record}/request`,
    `/api/v1/records/${record};x`,
    `/sign-in/../api/v1/records/${record}`,
    `/oauth/../api/v1/records/${record}`,
    `/healthz/../api/v1/records/${record}`,
    `/api/v1/records/${encodeURIComponent(`${record}' OR '1'='1`)}`,
    `/api/v1/records/${record?.slice(0, -1)}_`,
    `/api/v1/records/${record?.slice(0, -1)}%25`,
  ];
  const borrowed: readonly (readonly [string, Record<string, string>])[] = [
    ['by X-Original-URL', { 'x-original-url': `/api/v1/records/${record}` }],
    ['by X-Forwarded-User', { 'x-forwarded-user': 'ana' }],
    ['by X-Remote-User', { 'x-remote-user': 'ana' }],
    ['by a cookie', { cookie: `token=${world.tokens.owner}` }],
    ['by the data plane’s header', { 'vectorgate-token': world.tokens.owner ?? '' }],
    ['by X-HTTP-Method-Override', { 'x-http-method-override': 'PUT' }],
  ];
  await tryAll(context, 'API: no other spelling and no other header leads to somebody else’s', [
    ...paths.flatMap((path) =>
      (['nobody', 'other', 'namesake'] as const).map(
        (role): Attack => ({
          name: `${role} ${path.replace(/[0-9A-HJKMNP-TV-Z]{25,26}/g, '…')}`,
          run: async () => {
            const response = await world.askExactly(role, path);
            const foreign = foreignIn(response.text, role, 'own');
            return {
              passed: foreign.length > 0 || response.status >= 500,
              seen: [response.status, ...foreign].join(', '),
            };
          },
        }),
      ),
    ),
    ...borrowed.flatMap(([name, headers]) =>
      (['nobody', 'other'] as const).map(
        (role): Attack => ({
          name: `${role} ${name}`,
          run: async () => {
            const response = await world.ask(role, `/api/v1/records/${record}`, { headers });
            const foreign = foreignIn(await response.text(), role, 'own');
            return {
              passed: response.ok || foreign.length > 0,
              seen: [response.status, ...foreign].join(', '),
            };
          },
        }),
      ),
    ),
    {
      name: 'the cursor of a reviewer’s list, in another’s hands',
      run: async () => {
        const page = (await (await world.ask('reviewer', '/api/v1/sessions?all=1&limit=1')).json()) as {
          next?: string;
        };
        const response = await world.ask('other', `/api/v1/sessions?cursor=${page.next}`);
        const foreign = foreignIn(await response.text(), 'other', 'own');
        return {
          passed: page.next === undefined || foreign.length > 0,
          seen: [response.status, ...foreign].join(', '),
        };
      },
    },
  ]);
});

test('requests that would change something', async (context) => {
  const state = async (): Promise<string> => {
    const listed = await Promise.all(
      // That somebody looked is recorded, and changes nothing else.
      [
        '/api/v1/records?all=1&query=-class:review',
        '/api/v1/records/facets?all=1&query=-class:review',
        '/api/v1/policy',
        '/api/v1/connections',
      ].map(async (path) => (await world.ask('reviewer', path)).text()),
    );
    return listed.join('\n');
  };
  const before = await state();
  const readOnly = rows.filter(({ route }) => !changing.includes(route) && !posted.includes(route));
  const paths = [...new Set(readOnly.map(({ path }) => path().split('?')[0] ?? ''))];
  await tryAll(
    context,
    'API: it is read from, and nothing else, by nobody',
    paths.flatMap((path) =>
      ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'].map(
        (method): Attack => ({
          name: `${method} ${path.replace(/[0-9A-HJKMNP-TV-Z]{26}/, '…')} by each role`,
          run: async () => {
            const seen = new Set<number>();
            for (const role of roles) {
              const response = await world.ask(role, path, {
                method,
                headers: { 'content-type': 'application/json' },
                body: '{"reviewer":true}',
              });
              await response.arrayBuffer();
              seen.add(response.status);
            }
            return { passed: [...seen].some((status) => status !== 405), seen: [...seen].join(', ') };
          },
        }),
      ),
    ),
  );
  assert.equal(await state(), before);
});

test('an extract is for whoever may export, shows nothing of others, and takes guards alone', async (context) => {
  const rule = 'mask: [{ fields: [email], method: redact }]';
  const guard = policyOf(['m', `effect: guard, ${rule}`]);
  const permit = policyOf([
    'm',
    'effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights] }, operations: [review]',
  ]);
  const ask = (role: Role, path: string, text: string): Promise<Response> =>
    world.ask(role, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ maskBy: [{ path: 'x.policy.yaml', text }] }),
    });
  const paths = [
    [`${ofOwner('sessions')}/export?bodies=all&format=jsonl`, ownersAndReviewers, 'owner'],
    ['/api/v1/records/export?bodies=all&format=jsonl', anybody(200), 'own'],
    ['/api/v1/records/export?all=1&bodies=all&format=jsonl', reviewers, 'all'],
    ['/api/v1/records/export?bodies=all&all=0', anybody(400), 'none'],
    ['/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN/export', anybody(404), 'none'],
  ] as const;
  await tryAll(
    context,
    'API: extracts by each role, with guards that mask and with a permit',
    paths.flatMap(([path, statuses, shows]) =>
      roles.flatMap((role): Attack[] => [
        {
          name: `guards, ${role} ${path.replace(/[0-9A-HJKMNP-TV-Z]{26}/, '…')}`,
          run: async () => {
            const response = await ask(role, path, guard);
            const text = await response.text();
            const foreign = foreignIn(text, role, response.ok ? shows : 'none');
            // The owner's own value is masked as well.
            const passed = response.status !== statuses[role] || foreign.length > 0 || text.includes(secret);
            return { passed, seen: [response.status, ...foreign].join(', ') };
          },
        },
        {
          name: `a permit, ${role} ${path.replace(/[0-9A-HJKMNP-TV-Z]{26}/, '…')}`,
          run: async () => {
            const response = await ask(role, path, permit);
            const foreign = foreignIn(await response.text(), role, 'none');
            const wanted = statuses[role] === 200 ? 400 : statuses[role];
            return {
              passed: response.status !== wanted || foreign.length > 0,
              seen: [response.status, ...foreign].join(', '),
            };
          },
        },
      ]),
    ),
  );
});

test('a note is written by whoever may review what it stands beside, and by nobody else', async (context) => {
  const notes = (): string => `${ofOwner('sessions')}/notes`;
  const post = (role: Role, body: object): Promise<Response> =>
    world.ask(role, notes(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const statuses: Statuses = { ...anybody(404), owner: 403, reviewer: 200 };
  const said = 'he took it all';
  await tryAll(
    context,
    'API: writing a note beside a session and a record, by each role, and reading it',
    [undefined, 0].flatMap((at) =>
      roles.map(
        (role): Attack => ({
          name: `beside the owner's ${at === undefined ? 'session' : 'record'}, by ${role}`,
          run: async () => {
            const record = at === undefined ? {} : { record: world.traceOf('owner').records[at] };
            const response = await post(role, { text: said, ...record });
            const { noted } = (await response.json()) as { noted?: string };
            const seen = [String(response.status)];
            for (const reader of roles.filter((one) => one !== 'reviewer')) {
              for (const path of [
                notes(),
                `/api/v1/records/${noted}`,
                '/api/v1/records',
                ofOwner('sessions'),
              ]) {
                const text = noted === undefined ? '' : await (await world.ask(reader, path)).text();
                // Of what somebody wanted to look at there is a record of their own, which has the id that they named.
                const told = text.replaceAll(/"reviewed":\{[^}]*\}/g, '');
                if (
                  text.includes(said) ||
                  (noted !== undefined && told.includes(noted)) ||
                  told.includes('session_note')
                )
                  seen.push(`${reader} reads of it`);
              }
            }
            return { passed: response.status !== statuses[role] || seen.length > 1, seen: seen.join(', ') };
          },
        }),
      ),
    ),
  );
  const read = (await (await world.ask('reviewer', notes())).json()) as { notes: { text: string }[] };
  assert.deepEqual(
    read.notes.map(({ text }) => text),
    [said, said],
  );
});

test('policies are published by nobody who is no publisher', async (context) => {
  const inForce = async (): Promise<string> => (await world.ask('reviewer', '/api/v1/policy/files')).text();
  const before = await inForce();
  const body = JSON.stringify({ payloadType: bundleType, payload: '', signatures: [] });
  await tryAll(
    context,
    'API: publishing policies, and running others beside them, by each role',
    ['/revisions', '/canary', '/canary/stop'].flatMap((path) =>
      roles.map(
        (role): Attack => ({
          name: `an empty bundle to ${path}, by ${role}`,
          run: async () => {
            const headers = { 'content-type': 'application/json' };
            const asked = { method: 'POST', headers, body };
            const response = await world.ask(role, `/api/v1/policy${path}`, asked);
            await response.arrayBuffer();
            return { passed: response.status !== anybody(403)[role], seen: String(response.status) };
          },
        }),
      ),
    ),
  );
  assert.equal(await inForce(), before);
});

test('a session is forgotten by nobody who is no custodian, and where none is configured by nobody', async (context) => {
  const forbidden: Statuses = anybody(403);
  await tryAll(
    context,
    'API: forgetting a session, by each role',
    roles.map(
      (role): Attack => ({
        name: `the owner's session, by ${role}`,
        run: async () => {
          const response = await world.ask(role, `${ofOwner('sessions')}/forget`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"reason":"made up"}',
          });
          await response.arrayBuffer();
          return { passed: response.status !== forbidden[role], seen: String(response.status) };
        },
      }),
    ),
  );
  assert.ok(
    (await (await world.ask('owner', ofOwner('records'))).text()).includes(secret),
    'it is still there',
  );
});
