import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  completeQuery,
  queryAround,
  type RecordFacets,
  type RecordSummary,
} from '@vectorgate/policy-schema/records-query';
import { commandLine } from '../../client/src/command-line/command-line.ts';
import { commandTree } from '../../client/src/completion/command-tree.ts';
import { archiveRecords } from '../../replay-ui/src/archive/archive-records.ts';
import { nodeLine } from '../../replay-ui/src/archive/testing/node-line.ts';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';
import { searchedPolicy } from './records-search/searched-policy.ts';

const program = new URL('../../client/bin/vectorgate.mjs', import.meta.url);

let world: World;
let folder: string;
let ana: CommandLinePerson;
let rita: CommandLinePerson;
let reviewer: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-search-'));
  world = await startWorld({
    policies: { main: searchedPolicy },
  });
  const id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1'],
    embeddings: [[1, 0]],
    metadatas: [{ email: 'ana@acme.example' }],
  });
  for (const login of ['ana', 'omar']) {
    const { accessToken } = await world.signIn(login);
    const ask = async (route: string, body: unknown): Promise<void> => {
      const agent = { 'user-agent': 'python-httpx/0.28.1', 'vectorgate-session': `kernel-of-${login}` };
      await (
        await world.call(accessToken, 'POST', `${collections}/${id}/${route}`, body, agent)
      ).arrayBuffer();
    };
    for (let times = 0; times < 3; times += 1) await ask('get', { limit: 1 });
    await ask('query', { query_embeddings: [[1, 0]], n_results: 1000 });
  }
  reviewer = (await world.signIn('rita')).accessToken;
  ana = await commandLinePerson(world.controlUrl, 'ana', folder);
  rita = await commandLinePerson(world.controlUrl, 'rita', folder);
});
after(async () => {
  await ana?.signOut();
  await rita?.signOut();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

test('what each person asked is found by what the record says of it', async () => {
  const found = async (person: CommandLinePerson, ...query: string[]): Promise<number> => {
    const { code, out, err } = await person.run('sessions', 'search', '--json', ...query);
    assert.equal(code, 0, err);
    return (JSON.parse(out) as { records: unknown[] }).records.length;
  };
  assert.equal(await found(ana), 4);
  assert.equal(await found(rita), 0);
  assert.equal(await found(rita, '--all', 'who:ana'), 4);
  for (const [query, count] of [
    ['effect:deny code:limit-exceeded class:search', 2],
    ['masked:redact field:email', 3],
    ['-masked:* effect:allow who:"Omar Haddad",omar', 3],
    ['collection:ca* class:read client:python kernel:kernel-of-ana rule:people-read', 4],
    ['latency:<1min size:>1b since:1h until:1min', 0],
    // Who got e-mail addresses at all, who got them whole, who only masked ones; and in which of the store's tenants.
    ['answer:email tenant:default_tenant since:1h', 6],
    ['unmasked:email who:omar rule:people-read', 3],
    ['unmasked:email who:ana', 0],
    ['answer:email -unmasked:email', 3],
    ['tenant:globex', 0],
    ['since:1h -class:review', 8],
    ['collection:other', 0],
  ] as const)
    assert.equal(await found(rita, '--all', query), count, query);
  assert.equal(await found(rita, '--all', '-who:ana', 'effect:deny'), 1);
  // That she looked is found as well, with what she asked and through which rule.
  assert.equal(await found(rita, 'class:review rule:reviewers-look'), 14);
});

test('the table fits 80 columns, pages go on, and what is wrong is pointed at', async () => {
  const first = await rita.run('sessions', 'search', '--all', '--limit', '6', 'class:read');
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /^when +who +effect +what\n/);
  assert.match(first.out, /⊘ refused +\S*query\S* cases, top 1000\n {2}session \S{26} {2}limit-exceeded/);
  assert.match(first.out, /▒ masked/);
  const [, more = ''] = /^More: vectorgate (.*)$/m.exec(first.out) ?? [];
  const lines = first.out.split('\n').filter((line) => !line.startsWith('More: '));
  assert.ok(lines.every((line) => line.length <= 80));
  const next = await rita.run(...more.replaceAll("'", '').split(' '));
  assert.equal(next.out.match(/^ {2}session/gm)?.length, 2, next.err);
  assert.doesNotMatch(next.out, /^More/m);

  const wrong = await ana.run('sessions', 'search', 'class:search', 'efect:deny');
  assert.equal(wrong.code, 2);
  assert.equal(
    wrong.err,
    'VectorGate: There is no such key.\n  class:search efect:deny\n               ^^^^^\nDid you mean effect: ?\n',
  );
  const refused = await ana.run('sessions', 'search', '--all');
  assert.equal(refused.code, 4);
  assert.match((await ana.run('sessions', 'search', 'code:none')).out, /^Nothing is found\./);
});

test('counts are those of what is found, and complete a query', async () => {
  const { out } = await ana.run('sessions', 'search', '--facets', '-class:review');
  assert.match(out, /^4 records\n/);
  assert.match(out, /^effect +allow +3\n +deny +1$/m);
  assert.match(out, /^who +people:ana +Ana Ruiz +4$/m);
  assert.doesNotMatch(out, /omar/i);
  assert.ok(out.split('\n').every((line) => line.length <= 80));

  const typed = 'effect:deny who:o';
  const query = encodeURIComponent(queryAround(typed, typed.length));
  const answer = await world.api(reviewer, `/api/v1/records/facets?all=1&query=${query}`);
  const { facets } = (await answer.json()) as RecordFacets;
  assert.deepEqual(
    completeQuery('effect:deny who:people:o', 24, facets).map(({ insert, about }) => [insert, about]),
    [['people:omar', 'Omar Haddad · 1']],
  );
});

test('Tab behind a key offers whoever types what their own records hold, and others only with --all', async () => {
  const tree = JSON.stringify(
    commandTree(commandLine({ out: () => {}, err: () => {}, colour: false, now: Date.now }, () => {})),
  );
  const offered = async (person: CommandLinePerson, line: string): Promise<string> =>
    (
      await promisify(execFile)(
        process.execPath,
        [fileURLToPath(program), 'complete', tree, `vectorgate sessions ${line}`, '', 'fish'],
        { env: { ...process.env, ...person.environment, VECTORGATE_COMPLETION_WAIT: '60000' } },
      )
    ).stdout;
  assert.equal(await offered(ana, 'search -class:review who:'), 'who:people:ana\tAna Ruiz · 4\n');
  assert.equal(
    await offered(rita, 'search --all effect:deny who:people:o'),
    'who:people:omar\tOmar Haddad · 1\n',
  );
  assert.equal(await offered(rita, 'search effect:deny who:people:o'), '');
  // What may not be asked changes nothing of what the language knows.
  assert.match(await offered(ana, 'search --all class:se'), /^class:search$/m);
});

test('who got what by which rules is told for each of the people, and the look is recorded', async () => {
  const query = encodeURIComponent('answer:email');
  const answer = await world.api(reviewer, `/api/v1/records/summary?all=1&query=${query}`);
  const { total, people } = (await answer.json()) as RecordSummary;
  assert.deepEqual(total, { count: 6 });
  assert.deepEqual(
    people.map(({ who }) => who),
    ['people:omar', 'people:ana'],
  );
  const told = Object.fromEntries(
    people.map(({ who, count, facets }) => [
      who,
      [
        count,
        Object.fromEntries(
          facets.map(({ key, values }) => [key, values.map((one) => [one.value, one.count])]),
        ),
      ],
    ]),
  );
  assert.deepEqual(told, {
    'people:ana': [
      3,
      {
        effect: [['allow', 3]],
        rule: [
          ['tested/mail-is-masked', 3],
          ['tested/people-read', 3],
        ],
        masked: [
          ['email', 3],
          ['redact', 3],
        ],
      },
    ],
    'people:omar': [
      3,
      { effect: [['allow', 3]], rule: [['tested/people-read', 3]], unmasked: [['email', 3]] },
    ],
  });
  const { out } = await rita.run('sessions', 'search', '--json', '--limit', '1', 'class:review');
  assert.match(out, /"of": ?"facets"/);
});

test('a search is kept under a name, narrowed and listed', async () => {
  const kept = await ana.run('sessions', 'search', 'effect:deny class:search', '--save', 'refused', '--json');
  assert.equal(kept.err, 'Kept: vectorgate sessions search @refused\n');
  const { records } = JSON.parse(kept.out) as { records: readonly unknown[] };
  assert.equal(records.length, 1);
  const again = await ana.run('sessions', 'search', '@refused', 'connection:insights', '--json');
  assert.deepEqual(JSON.parse(again.out), { records });
  assert.equal(
    (await ana.run('sessions', 'search', '--saved')).out,
    `@${'refused'.padEnd(20)} effect:deny class:search\n`,
  );
  const unknown = await ana.run('sessions', 'search', '@refusd');
  assert.deepEqual([unknown.code, unknown.err.split('\n').at(-2)], [2, 'Did you mean @refused?']);
  assert.equal((await rita.run('sessions', 'search', '@refused')).code, 2, 'they are each person’s own');
});

test('texts of requests are found, in an export without a gateway as well, and it is said how far it was looked', async () => {
  const { accessToken } = await world.signIn('ana');
  const { id } = (await (await world.call(accessToken, 'GET', `${collections}/cases`)).json()) as {
    id: string;
  };
  for (const where of [{ title: 'A leaking KETTLE' }, { email: 'zoe@acme.example' }])
    await (
      await world.call(accessToken, 'POST', `${collections}/${id}/get`, { where, limit: 1 })
    ).arrayBuffer();

  const none = await ana.run('sessions', 'search', 'text:toaster effect:deny');
  assert.match(
    none.out,
    /^Nothing that was looked into has it\.\nLooked into (the one record|all \d+ records) that the other terms find\.\n$/,
    none.err,
  );
  const first = (await ana.run('sessions', 'search', 'text:"leaking kettle",cases', '--limit', '1')).out;
  const [far = '', command = ''] = first.trim().split('\n').slice(-2);
  assert.match(first, /collection_get cases, page 1\n {2}session/);
  assert.match(far, /^Looked into 1 record, back to \S+ \S+ UTC\. Older ones were not looked into\.$/);
  const [, more = ''] = /^Look further: vectorgate (.*)$/.exec(command) ?? [];
  const [terms, rest = ''] = more.replaceAll("'", '').split(' --cursor ');
  const further = await ana.run(
    'sessions',
    'search',
    terms!.replace('sessions search ', ''),
    '--cursor',
    rest,
  );
  assert.match(further.out, /^ {2}session[\s\S]*^Looked into all \d+ records that/m, further.err);
  const counted = await ana.run('sessions', 'search', '--facets', 'text:kettle');
  assert.match(counted.out, /^1 record\nLooked into all \d+ records/);

  const others = 'connection:insights who:ana,omar';
  const asked = (of: string, query: string, options: string): Promise<Response> =>
    world.api(reviewer, `/api/v1/records${of}?all=1&query=${encodeURIComponent(query)}&${options}`);
  const exported = await asked('/export', others, 'bodies=all');
  const line = nodeLine(new Uint8Array(await exported.arrayBuffer()));
  await line.open();
  const archive = archiveRecords(line);
  let found = 0;
  for (const terms of [
    'text:KETTLE',
    'text:zoe',
    '-text:zoe class:read',
    '-text:kettle text:cas*s',
    'text:"my*cases",redact',
  ]) {
    const query = `${terms} ${others}`;
    const told = (await (await asked('', query, 'limit=200')).json()) as {
      records: { id: string }[];
      looked: object;
    };
    const page = await archive.searchRecords({ query, everybody: true });
    assert.deepEqual(
      [page.items.map(({ id: one }) => one), page.looked],
      [told.records.map(({ id: one }) => one), told.looked],
      terms,
    );
    found += page.items.length;
    const { total, looked } = await archive.facets({ query, everybody: true });
    assert.deepEqual([total.count, looked], [page.items.length, page.looked]);
  }
  assert.ok(found > 8, String(found));
});

test('where a tenant is a field, who could see its rows is found, in an export as well', async () => {
  const id = await makeCollection(world.chroma.url, 'customer-cases', {
    ids: ['a', 'b'],
    embeddings: [
      [1, 0],
      [0, 1],
    ],
    metadatas: [
      { email: 'zoe@acme.example', tenant: 'acme' },
      { email: 'kim@globex.example', tenant: 'globex' },
    ],
  });
  for (const [login, where] of [
    ['ana', undefined],
    ['omar', undefined],
    ['omar', { tenant: 'globex' }],
  ] as const) {
    const { accessToken } = await world.signIn(login);
    const path = `${collections}/${id}/get`;
    await (await world.call(accessToken, 'POST', path, { limit: 5, ...(where && { where }) })).arrayBuffer();
  }
  const ola = (await world.signIn('ola')).accessToken;
  const of = 'collection:customer-cases -class:review';
  const asked = async (query: string, path = '', options = ''): Promise<Response> => {
    const whole = encodeURIComponent(`${query} ${of}`);
    return world.api(ola, `/api/v1/records${path}?all=1&query=${whole}${options}`);
  };
  const line = nodeLine(new Uint8Array(await (await asked('', '/export', '&bodies=all')).arrayBuffer()));
  await line.open();
  const archive = archiveRecords(line);
  for (const [query, ...who] of [
    ['answer:email on:today reach:tenant=globex', 'omar', 'omar'],
    ['answer:email on:today reach:tenant=acme', 'omar', 'omar', 'ana'],
    ['-reach:tenant=globex', 'ana'],
    ['filter:tenant=globex', 'omar'],
    ['filter:tenant=*', 'omar', 'ana'],
    ['-filter:tenant=*', 'omar'],
    ['reach:tenant=globex text:globex', 'omar'],
    ['reach:tenant=nowhere who:ana'],
    // The header says which field, and not the value.
    ['answer:email field:tenant', 'omar', 'ana'],
    ['answer:email -field:tenant', 'omar'],
  ] as const) {
    const told = (await (await asked(query)).json()) as {
      records: { id: string; who: { subject: string } }[];
      looked: object;
    };
    assert.deepEqual(
      told.records.map((record) => record.who.subject),
      who,
      query,
    );
    const page = await archive.searchRecords({ query: `${query} ${of}`, everybody: true });
    assert.deepEqual(
      [page.items.map((record) => record.id), page.looked],
      [told.records.map((record) => record.id), told.looked],
      query,
    );
  }
  const typed = (await (await asked('answer:email', '/facets')).json()) as RecordFacets;
  assert.deepEqual(
    completeQuery('reach:te', 8, typed.facets).map(({ insert }) => insert),
    ['tenant='],
  );
  const { people, looked } = (await (
    await asked('answer:email reach:tenant=globex', '/summary')
  ).json()) as RecordSummary;
  assert.deepEqual([people.map((one) => [one.who, one.count]), looked?.records], [[['people:omar', 2]], 3]);
  // For whoever is held to a tenant of their own, and has none, these records are not there.
  const { out, err } = await rita.run('sessions', 'search', '--all', 'reach:tenant=globex', 'who:omar', of);
  assert.match(out, /No record was there to look into\.$/m, err);
});

test('what was masked for whoever asked is found by its class and nothing else is, in exports as well', async () => {
  const id = await makeCollection(world.chroma.url, 'texts', {
    ids: ['mail', 'number', 'none'],
    embeddings: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    documents: ['write to zoe@acme.example', 'call +34 912 345 678', 'nothing to see'],
  });
  const names = new Map<string, string>();
  for (const [login, ...ids] of [
    ['ana', 'mail'],
    ['ana', 'number'],
    ['ana', 'none'],
    ['ana', 'mail', 'number'],
    ['omar', 'mail', 'number'],
  ] as const) {
    const { accessToken } = await world.signIn(login);
    const asked = { ids, include: ['documents'] };
    const answer = await world.call(accessToken, 'POST', `${collections}/${id}/get`, asked);
    await answer.arrayBuffer();
    names.set(answer.headers.get('vectorgate-decision') ?? '', [login, ...ids].join(' '));
  }
  const asked = (query: string, path = '', options = ''): Promise<Response> =>
    world.api(reviewer, `/api/v1/records${path}?all=1&query=${encodeURIComponent(query)}${options}`);
  interface Found {
    readonly records: readonly {
      readonly id: string;
      readonly masked: readonly { readonly field: string; readonly found?: readonly string[] }[];
    }[];
  }
  const found = async (query: string): Promise<Found['records']> =>
    ((await (await asked(query, '', '&limit=200')).json()) as Found).records;
  const archives = [];
  for (const bodies of ['none', 'all']) {
    const exported = await asked('-class:review', '/export', `&bodies=${bodies}`);
    const line = nodeLine(new Uint8Array(await exported.arrayBuffer()));
    await line.open();
    archives.push(archiveRecords(line));
  }
  for (const [query, ...expected] of [
    // Omar got telephone numbers whole. Whoever exports does not: that is no matter of what he got.
    ['masked:$document masked:tokenize'],
    ['masked:email', 'ana mail number', 'ana mail'],
    ['masked:phone', 'ana mail number', 'ana number'],
    ['masked:email -masked:phone', 'ana mail'],
    ['masked:$document masked:hash', 'ana mail number', 'ana number', 'ana mail'],
    ['-masked:email', 'omar mail number', 'ana none', 'ana number'],
    ['unmasked:email', 'omar mail number'],
    ['answer:email', 'omar mail number', 'ana mail number', 'ana mail'],
    ['masked:iban,redact,partial'],
  ] as const) {
    const whole = `${query} collection:texts -class:review`;
    const ids = (await found(whole)).map((record) => record.id);
    assert.deepEqual(
      ids.map((one) => names.get(one)),
      expected,
      query,
    );
    for (const archive of archives) {
      const page = await archive.searchRecords({ query: whole, everybody: true });
      assert.deepEqual(
        page.items.map((record) => record.id),
        ids,
        query,
      );
    }
  }
  // Elsewhere it is the field of that name, whatever else is in the records.
  const all = await found('-class:review');
  const says = all.filter(({ masked }) =>
    masked.some((one) => one.field === 'email' || one.found?.includes('email') === true),
  );
  assert.ok(says.length > 2 && says.length < all.length, `${says.length} of ${all.length}`);
  assert.deepEqual(await found('masked:email -class:review'), says);

  const { facets } = (await (
    await asked('collection:texts -class:review', '/facets')
  ).json()) as RecordFacets;
  for (const archive of archives)
    assert.deepEqual(
      (await archive.facets({ query: 'collection:texts -class:review', everybody: true })).facets,
      facets,
    );
  assert.deepEqual(
    completeQuery('masked:em', 9, facets).map(({ label, about }) => [label, about]),
    [['email', '2']],
  );
  // What is masked again for whoever reads is told with the answer, and beside it what was masked for whoever asked.
  const read = async (name: string): Promise<unknown[]> => {
    const [of] = [...names].find(([, one]) => one === name) ?? [];
    const answer = await world.api(reviewer, `/api/v1/records/${of}`);
    const { response, masked } = (await answer.json()) as { response: object; masked: unknown };
    return [/«token:/.test(JSON.stringify(response)), masked];
  };
  assert.deepEqual(await read('omar mail number'), [
    true,
    [{ field: '$document', method: 'tokenize', found: ['phone'], count: 1 }],
  ]);
  assert.deepEqual(await read('ana mail'), [
    false,
    [{ field: '$document', method: 'hash', found: ['email'], count: 1 }],
  ]);
});
