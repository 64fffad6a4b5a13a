import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecordFacets } from '@vectorgate/policy-schema/records-query';
import { type ApiWorld, type Role, startApiWorld } from './api-world.ts';
import { type Attack, type Outcome, tryAll } from './attack-table.ts';

let world: ApiWorld;
before(async () => {
  world = await startApiWorld();
});
after(() => world?.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly records?: readonly { readonly id: string }[];
    readonly next?: string;
    readonly error?: unknown;
  } & Partial<RecordFacets>;
}

/** The one who wants to know. */
const thief: Role = 'other';
const ask = async (role: Role, path: string): Promise<Answer> => {
  const response = await world.ask(role, path);
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Answer['body'] };
};
const page = (query: string, more = ''): string =>
  `/api/v1/records?query=${encodeURIComponent(query)}${more}`;
const facets = (query: string, more = ''): string =>
  `/api/v1/records/facets?query=${encodeURIComponent(query)}${more}`;

/** Everything that would tell of Ana: her ids, and her name wherever the asker did not write it. */
const ofAna = (text: string): readonly string[] => {
  const { sessions, records } = world.traceOf('owner');
  return [...sessions, ...records, 'Ana Ruiz', 'people:ana'].filter((trace) => text.includes(trace));
};
const silent = async (path: string): Promise<Outcome> => {
  const { status, text, body } = await ask(thief, path);
  const traces = ofAna(text);
  const found = (body.records?.length ?? 0) + (body.total?.count ?? 0);
  const own = world.traceOf(thief).records.length;
  return {
    passed: traces.length > 0 || found > own || status >= 500,
    seen: [status, `${found} found`, ...traces].join(', '),
  };
};
/** That nothing at all is found: each record that a query about others finds would be theirs. */
const nothing = async (path: string): Promise<Outcome> => {
  const { status, body, text } = await ask(thief, path);
  const found = (body.records?.length ?? 0) + (body.total?.count ?? 0) + (body.facets?.length ?? 0);
  return { passed: status !== 200 || found > 0 || ofAna(text).length > 0, seen: `${status}, ${found} found` };
};
/** That two questions, of which only one names something that there is of others, are answered alike. */
const alike = async (real: string, unreal: string): Promise<Outcome> => {
  const [one, other] = [await ask(thief, real), await ask(thief, unreal)];
  const same = one.status === other.status && one.text === other.text;
  return { passed: !same, seen: same ? `alike: ${one.status}` : `${one.status} and ${other.status}` };
};

test('nobody but reviewers learns of others’ records by looking for them', async (context) => {
  const trace = world.traceOf('owner');
  const own = world.traceOf(thief).records;
  assert.ok(trace.records.length > 0 && own.length > 0);
  assert.equal(
    (await ask('reviewer', page('who:ana issuer:x', '&all=1'))).status,
    400,
    'an unknown key is refused to everybody',
  );
  assert.ok((await ask('reviewer', facets('who:ana', '&all=1'))).text.includes('Ana Ruiz'), 'reviewers see');
  const reviewersPage = await ask('reviewer', page('', '&all=1&limit=1'));
  const reviewersCursor = reviewersPage.body.next ?? '';
  const ownersCursor = (await ask('owner', page('', '&limit=1'))).body.next ?? '';
  const ownCursor = (await ask(thief, page('', '&limit=1'))).body.next ?? '';
  assert.ok(reviewersCursor !== '' && ownersCursor !== '' && ownCursor !== '');
  const made = (id: string | undefined): string => `${id}.${ownersCursor.split('.')[1]}`;
  const unreal = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
  const session = trace.sessions[0];

  const attacks: readonly (readonly [name: string, run: () => Promise<Outcome>])[] = [
    ['all=1 with a query', () => silent(page('who:ana', '&all=1'))],
    ['all=1 of counts', () => silent(facets('', '&all=1'))],
    ['all=1 twice', () => silent(facets('', '&all=1&all=1'))],
    ['naming her', () => nothing(page('who:ana'))],
    ['naming her, counted', () => nothing(facets('who:ana'))],
    ['naming her by issuer, and by name', () => nothing(page('who:people:ana,"Ana Ruiz"'))],
    ['everybody but me', () => nothing(page('-who:omar,people:omar'))],
    ['everybody but me, counted', () => nothing(facets('-who:omar'))],
    ['anybody by a star', () => silent(page('who:* -class:review'))],
    ['anybody by a star, counted', () => silent(facets('who:* -class:review'))],
    ['her namesake among the services', () => nothing(facets('who:ci:ana'))],
    ['an issuer of services', () => nothing(facets('who:ci:*'))],
    ['a group that is not mine', () => nothing(facets('group:analysts'))],
    ['her session', () => nothing(page(`session:${session}`))],
    ['her session by its beginning', () => nothing(facets(`session:${session?.slice(0, 25)}*`))],
    ['whether her session is there', () => alike(facets(`session:${session}`), facets(`session:${unreal}`))],
    ['whether she is there', () => alike(facets('who:ana'), facets('who:nobody-of-that-name'))],
    ['whether she is there, by not', () => alike(facets('-who:ana'), facets('-who:nobody-of-that-name'))],
    ['whether a group is there', () => alike(page('group:analysts'), page('group:no-such'))],
    ['her cursor', () => alike(page('', `&cursor=${ownersCursor}`), page('', `&cursor=${made(unreal)}`))],
    [
      'a reviewer’s cursor at her record',
      () => alike(page('', `&cursor=${made(trace.records[0])}`), page('', `&cursor=${made(unreal)}`)),
    ],
    ['a reviewer’s cursor', () => silent(page('', `&cursor=${reviewersCursor}`))],
    ['a reviewer’s cursor and all=1', () => silent(page('', `&all=1&cursor=${reviewersCursor}`))],
    [
      'how many lie between, by the cursor',
      async () => {
        const [id, ...rest] = ownCursor.split('.');
        const tells = !own.includes(id ?? '') || rest.length !== 1;
        return { passed: tells, seen: tells ? 'it holds more than my own record' : 'my own record’s id' };
      },
    ],
    ['a cursor that is a number of a record', () => alike(page('', '&cursor=1'), page('', '&cursor=999999'))],
    [
      'a cursor with SQL in it',
      () => silent(page('', `&cursor=${encodeURIComponent(`${unreal}' OR 1=1--`)}`)),
    ],
    ['a value with SQL in it', () => nothing(page(`session:"x' OR 1=1--"`))],
    ['a pattern with SQL in it', () => nothing(facets(`kernel:"%' OR '1'='1"*`))],
    ['the kernel of others', () => silent(facets('kernel:*'))],
    [
      'counts and pages disagree',
      async () => {
        const counted = (await ask(thief, facets('-class:review'))).body.total?.count;
        return { passed: counted !== own.length, seen: `${counted} counted, ${own.length} mine` };
      },
    ],
    [
      'values to complete with',
      async () => {
        const { text, body } = await ask(thief, facets(''));
        const who = body.facets?.find(({ key }) => key === 'who')?.values.map(({ value }) => value);
        return { passed: ofAna(text).length > 0 || who?.join() !== 'people:omar', seen: String(who) };
      },
    ],
    [
      'what is left of the budget, by others’ records',
      () => alike(facets('who:ana code:x'), facets('who:zed code:x')),
    ],
    [
      'an error that quotes',
      async () => {
        const { status, text } = await ask(thief, page(`who:ana sesion:${session}`));
        return { passed: status !== 400 || ofAna(text).length > 0, seen: String(status) };
      },
    ],
    [
      'a namesake of another issuer',
      async () => {
        const { text, status } = await ask('namesake', page('who:ana'));
        const traces = [...trace.records, ...trace.sessions].filter((id) => text.includes(id));
        return { passed: traces.length > 0, seen: [status, ...traces].join(', ') };
      },
    ],
    [
      'a service whose token says reviewers',
      async () => {
        const { status, text } = await ask('service', facets('', '&all=1'));
        return { passed: status !== 403 || ofAna(text).length > 0, seen: String(status) };
      },
    ],
    [
      'signed out',
      async () => {
        const { status, text } = await ask('ended', facets(''));
        return { passed: status !== 401 || ofAna(text).length > 0, seen: String(status) };
      },
    ],
  ];
  await tryAll(
    context,
    'Search: nobody but reviewers learns of others’ records',
    attacks.map(([name, run]): Attack => ({ name, run })),
  );
});
