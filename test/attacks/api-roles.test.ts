import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changing, posted, routeTable } from './api-route-table.ts';
import { type ApiWorld, type Role, roles, secret, startApiWorld } from './api-world.ts';
import { type Attack, tryAll } from './attack-table.ts';

let world: ApiWorld;
before(async () => {
  world = await startApiWorld();
});
after(() => world?.close());
const { rows, ofOwner, foreignIn } = routeTable(() => world);

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
