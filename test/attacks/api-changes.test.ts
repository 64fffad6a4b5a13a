import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bundleType } from '@vectorgate/policy-schema/bundle';
import { policyOf } from '../harness/policies.ts';
import {
  anybody,
  changing,
  ownersAndReviewers,
  posted,
  reviewers,
  routeTable,
  type Statuses,
} from './api-route-table.ts';
import { type ApiWorld, type Role, roles, secret, startApiWorld } from './api-world.ts';
import { type Attack, tryAll } from './attack-table.ts';

let world: ApiWorld;
before(async () => {
  world = await startApiWorld();
});
after(() => world?.close());
const { rows, ofOwner, foreignIn } = routeTable(() => world);

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
