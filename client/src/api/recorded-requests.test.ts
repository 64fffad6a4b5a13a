import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { recordedRequests } from './recorded-requests.ts';

const ask = (connection: string) => ({
  connection,
  people: 'people',
  who: { issuer: 'people', kind: 'person', subject: 'ana', groups: [] },
  operations: [],
  decision: { effect: 'allow' },
});
const line = (id: string, at = 0) => ({ id, session: 's', time: '2026-11-21T12:00:00.000Z', ask: at });

async function read(pages: readonly object[], most?: number) {
  const asked: object[] = [];
  let withheld = 0;
  const api = {
    asked: async (page: object) => {
      asked.push(page);
      return pages[asked.length - 1] as Readonly<Record<string, unknown>>;
    },
  };
  const found = [];
  const options = {
    query: 'since:7d',
    all: true,
    ...(most !== undefined && { most }),
    onWithheld: (records: number) => {
      withheld += records;
    },
  };
  for await (const request of recordedRequests(api, options)) found.push(request);
  return { asked, withheld, found };
}

test('page by page; what is asked on several pages alike is one', async () => {
  const { asked, withheld, found } = await read([
    { asks: [ask('a'), ask('b')], records: [line('1'), line('2', 1)], withheld: 1, next: 'more' },
    { asks: [ask('b')], records: [line('3')], withheld: 2 },
  ]);
  assert.deepEqual(asked, [
    { limit: 1_000, query: 'since:7d', all: true },
    { limit: 1_000, query: 'since:7d', cursor: 'more', all: true },
  ]);
  assert.deepEqual(
    found.map(({ id, ask: { connection } }) => [id, connection]),
    [
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'b'],
    ],
  );
  assert.equal(found[1]!.ask, found[2]!.ask);
  assert.equal(withheld, 3);
});

test('no more than is wanted', async () => {
  const { asked } = await read([{ asks: [ask('a')], records: [line('1')], withheld: 0, next: 'more' }], 1);
  assert.deepEqual(asked, [{ limit: 1, query: 'since:7d', all: true }]);
});

test('an answer of another form is told', async () => {
  for (const page of [
    {},
    { asks: [], records: [line('1')], withheld: 0 },
    { asks: [{}], records: [], withheld: 0 },
  ])
    await assert.rejects(
      read([page]),
      (error: unknown) => error instanceof ClientError && error.code === 'gateway-answer',
    );
});
