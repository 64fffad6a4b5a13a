import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplayError } from '../../errors/replay-error.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import { stepsOf } from '../../records/step.ts';
import { testHeader } from '../../records/testing/test-header.ts';
import { OpenedPair } from './opened-pair.ts';

const [before, now] = stepsOf([
  testHeader({ id: 'a', time: '2026-11-20T09:12:00.000Z' }),
  testHeader({ id: 'b', time: '2026-11-20T09:13:00.000Z' }),
]);
const theme = { map: 'standalone', kind: 'light' } as const;
const nothing = (): never => assert.fail('a pair asks for its records alone');

/** A host that answers as it is told, with what it was asked for. */
function hostOf(
  answer: (id: string) => Promise<unknown> = async () => undefined,
): ReplayHost & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    theme,
    listSessions: nothing,
    getSession: nothing,
    listRecords: nothing,
    copy: nothing,
    getRecord: async (id) => {
      asked.push(id);
      await answer(id);
      return { header: testHeader({ id }), withheld: [] };
    },
  };
}

function opened(host: ReplayHost): OpenedPair {
  const pair = new OpenedPair(() => undefined);
  pair.readFrom(host);
  return pair;
}

test('records are asked for when their row is opened: of a row of one session alone that one', async () => {
  const host = hostOf();
  const pair = opened(host);
  assert.deepEqual(host.asked, []);
  await pair.open({ before: before!, now: now!, differs: [] });
  assert.deepEqual(host.asked, ['a', 'b']);
  assert.deepEqual([pair.content?.before?.record.header.id, pair.content?.now?.record.header.id], ['a', 'b']);
  await pair.open({ now: now!, differs: [] });
  assert.deepEqual(host.asked, ['a', 'b'], 'what was read a moment ago is kept');
  assert.deepEqual(Object.keys(pair.content ?? {}), ['now']);
});

test('what comes after the row was left shows nothing', async () => {
  const answered = Promise.withResolvers<undefined>();
  const pair = opened(hostOf((id) => (id === 'a' ? answered.promise : Promise.resolve())));
  const first = pair.open({ before: before!, differs: [] });
  await pair.open({ now: now!, differs: [] });
  answered.resolve(undefined);
  await first;
  assert.deepEqual(Object.keys(pair.content ?? {}), ['now']);
});

test('a record that cannot be read says why, and is asked for again', async () => {
  let fails = true;
  const pair = opened(
    hostOf(async () => {
      if (fails) throw new ReplayError('not-found', 'It is gone.', 'Choose another one.');
    }),
  );
  const row = { before: before!, now: now!, differs: [] };
  await pair.open(row);
  assert.deepEqual([pair.content, pair.trouble?.message], [undefined, 'It is gone.']);
  fails = false;
  await pair.open(row);
  assert.equal(pair.trouble, undefined);
  assert.ok(pair.content);
});
