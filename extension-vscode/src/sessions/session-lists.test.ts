import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplayError } from '@vectorgate/replay-ui/host';
import type { ViewNode } from '../views/view-node.ts';
import { SessionLists } from './session-lists.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const id = (last: string): string => `01JD8Z6Q4MX3V7H2K9RBT5WYC${last}`;
const scope = (name?: string) => (name === undefined ? { is: 'none' } : { is: 'one', name });
const session = (last: string, over: object = {}) => ({
  id: id(last),
  who: { issuer: 'people', subject: 'ana', name: 'Ana Ruiz' },
  connection: 'insights',
  store: 'chroma',
  started: '2026-11-26T11:48:00Z',
  ended: '2026-11-26T11:50:00Z',
  records: 2,
  refused: 1,
  masked: 0,
  ...over,
});
const record = (last: string, time: string, over: object = {}) => ({
  id: id(last),
  kind: 'outcome',
  session: id('A'),
  time,
  who: { issuer: 'people', subject: 'ana', name: 'Ana Ruiz', kind: 'person', groups: [] },
  client: { address: '127.0.0.1' },
  connection: 'insights',
  store: 'chroma',
  operations: [
    {
      name: 'collection_query',
      classes: ['search'],
      targets: [
        { tenant: scope(), database: scope(), namespace: scope(), collection: scope('customer-cases') },
      ],
      topK: 1000,
    },
  ],
  decision: { effect: 'allow', rules: [], revision: { digest: '' }, mode: 'enforce' },
  masked: [],
  changes: [],
  outcome: 'delivered',
  sizes: { request: 0, response: 0 },
  parts: [],
  ...over,
});
const refused = record('R', '2026-11-26T11:49:00Z', {
  decision: { effect: 'deny', rules: [], revision: { digest: '' }, mode: 'enforce' },
  outcome: 'refused',
  reason: { what: 'search refused.', next: 'Ask.' },
});

/** Lists before a gateway that answers by path; what was asked of it. */
function listsOf(answers: Readonly<Record<string, unknown>>, over: object = {}) {
  const asked: string[] = [];
  const lists = new SessionLists({
    saved: async () => ({}),
    ask: async (path) => {
      asked.push(path);
      const answer = answers[path];
      if (answer === undefined)
        throw new ReplayError('unreachable', 'No gateway answers.', 'Check your network.');
      return answer;
    },
    signedIn: true,
    reviewer: false,
    now: () => now,
    ...over,
  });
  return { lists, asked };
}
const labels = (nodes: readonly ViewNode[]) => nodes.map(({ label }) => label);

test('own sessions with what came of them; a session has its steps in their order', async () => {
  const { lists, asked } = listsOf({
    '/sessions?limit=100': { sessions: [session('A')], next: 'c' },
    '/sessions?cursor=c&limit=100': { sessions: [session('B', { refused: 0, masked: 3, records: 1 })] },
    [`/sessions/${id('A')}`]: {
      session: session('A'),
      records: [
        refused,
        record('M', '2026-11-26T11:48:00Z', { masked: [{ field: 'email', method: 'partial', count: 3 }] }),
      ],
    },
  });
  const [first, more] = await lists.children();
  assert.deepEqual(
    [first?.label, first?.description, first?.icon, first?.command?.args],
    ['insights', '2 steps · ⊘ 1 · 12 min ago', 'circle-slash', [id('A')]],
  );
  assert.equal(more?.command?.name, 'vectorgate.moreSessions');
  await lists.more('mine');
  assert.deepEqual(
    (await lists.children()).map(({ description }) => description),
    ['2 steps · ⊘ 1 · 12 min ago', '1 step · ▒ 3 · 12 min ago'],
  );
  assert.equal(asked.length, 2, 'what was read is not asked for again');
  const steps = first === undefined ? [] : await lists.children(first);
  assert.deepEqual(
    steps.map(({ label, icon, command, spoken }) => [label, icon, command?.args, spoken?.split(':')[0]]),
    [
      ['search customer-cases', 'eye-closed', [id('A'), id('M')], 'Masked'],
      ['search customer-cases', 'circle-slash', [id('A'), id('R')], 'Refused'],
    ],
  );
  lists.forget();
  await lists.children();
  assert.equal(asked.length, 4);
});

test('of a session that is longer than one answer the latest steps show, and the way to the others', async () => {
  const { lists } = listsOf({
    '/sessions?limit=100': { sessions: [session('A', { records: 5_000 })] },
    [`/sessions/${id('A')}`]: { session: session('A', { records: 5_000 }), records: [] },
    [`/records?query=session%3A${id('A')}&limit=200`]: { records: [refused], next: 'c' },
  });
  const [node] = await lists.children();
  const [before, last] = node === undefined ? [] : await lists.children(node);
  assert.deepEqual([before?.label, before?.command?.args], ['Earlier steps: in the player', [id('A')]]);
  assert.equal(last?.command?.args[1], id('R'));
});

test('who may see those of others chooses whose; nobody else is asked about', async () => {
  const { lists, asked } = listsOf(
    { '/sessions?all=1&limit=100': { sessions: [session('A')] } },
    { reviewer: true },
  );
  const [, everybody] = await lists.children();
  assert.deepEqual(asked, []);
  assert.equal(everybody?.label, 'Everybody’s');
  assert.deepEqual(labels(everybody === undefined ? [] : await lists.children(everybody)), [
    'Ana Ruiz · insights',
  ]);
});

test('a search shows what it finds, or says that there is nothing', async () => {
  const { lists } = listsOf({
    '/records?query=effect%3Adeny&limit=100': { records: [refused] },
    '/records?query=code%3Anone&limit=100': { records: [] },
  });
  lists.search('effect:deny');
  const [found] = await lists.children();
  assert.deepEqual(found?.command?.args, [id('A'), id('R')]);
  assert.match(found?.tooltip ?? '', /Search refused/);
  lists.search('code:none');
  assert.deepEqual(labels(await lists.children()), ['Nothing is found. Search for something else.']);
});

test('a search for texts says how far it looked, looks further when told, and keeps what it found where that fails', async () => {
  const looked = { records: 2_000, back: '2026-11-20T09:12:01.000Z', further: true };
  const none = { forgotten: 0, bare: 0, withheld: 0, partly: 0, long: 0, damaged: 0 };
  const answers: Record<string, unknown> = {
    '/records?query=text%3Akettle&limit=100': {
      records: [],
      looked: { ...none, ...looked, withheld: 4 },
      next: 'a',
    },
    '/records?cursor=a&query=text%3Akettle&limit=100': {
      records: [refused],
      looked: { ...none, ...looked },
      next: 'b',
    },
  };
  const { lists, asked } = listsOf(answers);
  lists.search('text:kettle');
  const far = 'back to 2026-11-20 09:12:01 UTC. Older ones were not looked into.';
  assert.deepEqual(labels(await lists.children()), [
    'Nothing that was looked into has it.',
    `Looked into 2,000 records, ${far}`,
    'Look further',
  ]);
  const [, , further] = await lists.children();
  assert.deepEqual([further?.command?.name, further?.command?.args], ['vectorgate.moreSessions', ['found']]);
  await lists.more('found');
  const both = await lists.children();
  assert.deepEqual(labels(both).slice(1), [`Looked into 4,000 records, ${far}`, 'Look further']);
  assert.equal(both[1]?.description, 'Not, or not wholly, looked into: 4 withheld from you.');
  // Who comes back to the view is not asked for again, which would be another look.
  lists.forget({ looked: false });
  await lists.more('found');
  assert.deepEqual(labels(await lists.children()).slice(1), [
    `Looked into 4,000 records, ${far}`,
    'No gateway answers.',
    'Look further',
  ]);
  const before = asked.length;
  lists.forget();
  await lists.children();
  assert.equal(asked.length, before + 1);
});

const none = { forgotten: 0, bare: 0, withheld: 0, partly: 0, long: 0, damaged: 0 };
const lookedInto = (records: number) => ({
  ...none,
  records,
  back: '2026-11-20T09:12:01.000Z',
  further: true,
});
const firstPage = '/records?query=text%3Akettle&limit=100';
const secondPage = '/records?cursor=a&query=text%3Akettle&limit=100';

/** Lists before a gateway whose answers come when the test says so. */
function slowLists() {
  const asked: string[] = [];
  const open: PromiseWithResolvers<unknown>[] = [];
  const lists = new SessionLists({
    saved: async () => ({}),
    ask: (path) => {
      const answer = Promise.withResolvers<unknown>();
      asked.push(path);
      open.push(answer);
      return answer.promise;
    },
    signedIn: true,
    reviewer: false,
    now: () => now,
  });
  return { lists, asked, open };
}

test('two presses on the way further are one', async () => {
  const { lists, asked, open } = slowLists();
  lists.search('text:kettle');
  const first = lists.children();
  open[0]?.resolve({ records: [record('M', '2026-11-26T11:48:00Z')], looked: lookedInto(2_000), next: 'a' });
  await first;
  const presses = [lists.more('found'), lists.more('found')];
  for (const answer of open.slice(1))
    answer.resolve({ records: [refused], looked: lookedInto(2_000), next: 'b' });
  await Promise.all(presses);
  assert.deepEqual(asked, [firstPage, secondPage]);
  const found = labels(await lists.children());
  assert.equal(found.length, 4);
  assert.match(found[2] ?? '', /^Looked into 4,000 records/);
});

test('a page that comes after somebody refreshed is no part of the list', async () => {
  const { lists, asked, open } = slowLists();
  lists.search('text:kettle');
  const first = lists.children();
  open[0]?.resolve({ records: [], looked: lookedInto(2_000), next: 'a' });
  await first;
  const late = lists.more('found');
  lists.forget();
  open[1]?.resolve({ records: [refused], looked: lookedInto(2_000), next: 'b' });
  await late;
  const anew = lists.children();
  assert.deepEqual(asked, [firstPage, secondPage, firstPage]);
  open[2]?.resolve({ records: [], looked: lookedInto(7), next: 'a' });
  assert.match(labels(await anew)[1] ?? '', /^Looked into 7 records/);
});

test('a search for texts that still runs, or failed, is asked again only when somebody presses', async () => {
  const { lists, asked, open } = slowLists();
  lists.search('text:kettle');
  const running = [lists.children(), lists.children()];
  lists.forget({ looked: false });
  lists.search('text:kettle');
  running.push(lists.children());
  assert.deepEqual(asked, [firstPage]);
  open[0]?.reject(new ReplayError('unreachable', 'No gateway answers.', 'Check your network.'));
  for (const shown of running) assert.deepEqual(labels(await shown), ['No gateway answers.']);
  lists.forget({ looked: false });
  assert.deepEqual(labels(await lists.children()), ['No gateway answers.']);
  assert.equal(asked.length, 1);
  lists.forget();
  void lists.children();
  assert.equal(asked.length, 2);
  lists.search('text:other');
  void lists.children();
  assert.equal(asked.length, 3);
  // What costs nothing is read again by whoever looks.
  lists.search('effect:deny');
  const failed = lists.children();
  open[3]?.reject(new ReplayError('unreachable', 'No gateway answers.', 'Check your network.'));
  await failed;
  void lists.children();
  assert.equal(asked.length, 5);
});

test('signed out there is nothing; trouble says what to do', async () => {
  assert.deepEqual(await listsOf({}, { signedIn: false }).lists.children(), []);
  const [trouble] = await listsOf({}).lists.children();
  assert.deepEqual(
    [trouble?.label, trouble?.description, trouble?.command?.name],
    ['No gateway answers.', 'Check your network.', 'vectorgate.refreshSessions'],
  );
});

test('what a gateway calls things is no markup', async () => {
  const { lists } = listsOf({
    '/sessions?limit=100': {
      sessions: [session('A', { who: { issuer: 'people', subject: 'x', name: '[x](command:y) <b>' } })],
    },
  });
  const [node] = await lists.children();
  assert.doesNotMatch(node?.tooltip ?? '', /\]\(command|<b>/);
});

test('what is kept stands first, and is run by a press; a file that cannot be read says so', async () => {
  const saved = { slow: 'latency:>5s', refused: 'effect:deny' };
  const { lists } = listsOf({ '/sessions?limit=100': { sessions: [] } }, { saved: async () => saved });
  const [first] = await lists.children();
  assert.equal(first?.label, 'Saved searches');
  assert.deepEqual(
    (await lists.children(first)).map(({ label, description, command }) => [
      label,
      description,
      command?.args,
    ]),
    [
      ['@refused', 'effect:deny', ['refused']],
      ['@slow', 'latency:>5s', ['slow']],
    ],
  );
  const broken = listsOf(
    { '/sessions?limit=100': { sessions: [] } },
    { saved: () => Promise.reject(new ReplayError('failed', 'It cannot be read.', 'Mend it.')) },
  ).lists;
  const [node] = await broken.children();
  assert.match((await broken.children(node))[0]?.label ?? '', /It cannot be read/);
});
