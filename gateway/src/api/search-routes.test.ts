import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as breathe } from 'node:timers/promises';
import type { PolicySet } from '@vectorgate/policy-schema';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import { RateLedger } from '../pipeline/rate-ledger.ts';
import { RefusalBudget } from '../pipeline/refusal-budget.ts';
import { RecordLooks } from '../sessions/review/record-looks.ts';
import { load, look, operation, person, rita, world } from '../sessions/review/testing/reviewed-record.ts';
import { openTestRecorder } from '../sessions/testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../sessions/testing/record-drafts.ts';
import { temporaryFolder } from '../sessions/testing/temporary-folder.ts';
import type { Question } from './api-routes.ts';
import { searchRoutes } from './search-routes.ts';
import type { SessionReader } from './session-reader.ts';

/** The routes over a real recorder with three records of Ana's; `opened` has what was opened of them. */
async function routesOver(t: TestContext, set: PolicySet) {
  const recorder = await openTestRecorder(temporaryFolder(t));
  t.after(() => recorder.close());
  for (const number of [1, 2, 3])
    await recorder.append({
      ...draftOf(testUlid(number)),
      parts: {
        decision: '{"effect":"allow","operations":[]}',
        operations: JSON.stringify({ operations: [operation] }),
        request: JSON.stringify({ documents: [number === 2 ? 'a pan' : 'a kettle'] }),
      },
    });
  const { state, access } = world(set);
  const opened: string[] = [];
  const writes = { full: false };
  /** What each opening waits for. */
  const gate: { wait: () => Promise<void> } = { wait: async () => {} };
  const reader: SessionReader = {
    listSessions: (query) => recorder.listSessions(query),
    getSession: (id, scope) => recorder.getSession(id, scope),
    listRecords: (query) => recorder.listRecords(query),
    searchRecords: (search, page) => recorder.searchRecords(search, page),
    countFacets: (search, options) => recorder.countFacets(search, options),
    getHeader: (id) => recorder.getHeader(id),
    getRecord: (id, upTo, most) => reader.readMany((getRecord) => getRecord(id, upTo, most)),
    readMany: (read) =>
      recorder.readMany((getRecord) =>
        read(async (id, upTo, most) => {
          opened.push(id);
          await gate.wait();
          return getRecord(id, upTo, most);
        }),
      ),
  };
  const looks = new RecordLooks({
    recorder: {
      append: async (draft) => {
        if (writes.full) throw new GateError('recording-impossible', 'The disk is full.');
        await recorder.append(draft);
      },
      sessionFor: (key, instant) => recorder.sessionFor(key, instant),
    },
    rates: new RateLedger(),
    refusals: new RefusalBudget(2 ** 20, () => {}),
    now: () => state.now,
  });
  const routes = searchRoutes({
    reader,
    access,
    looks,
    configuration: { issuers: [{ name: 'people', signIn: {} }], connections: [] } as unknown as Configuration,
    policy: { set: () => assert.fail() } as never,
    exporter: {} as never,
  });
  const ask = (path: string, query: Record<string, string>, identity = rita) => {
    const verified = { identity, session: 's', expires: 0 };
    const question: Question = {
      caller: { ...verified, policyReader: false, policyPublisher: false, custodian: false },
      query: { all: '1', ...query },
      id: '',
      body: undefined,
      client: { address: '::1' },
    };
    return routes.find((route) => route.path === path)!.answer(question);
  };
  const recorded = async () =>
    (await recorder.listRecords({ limit: 100 })).filter(({ reviewed }) => reviewed !== undefined);
  return { recorder, state, access, opened, writes, gate, ask, recorded };
}

const kettle = { query: 'text:kettle' };
const paths = ['/records', '/records/facets'] as const;

test('nothing is opened to be looked into once a rate is used up, or where it cannot be recorded', async (t) => {
  const slow = 'id: slow, effect: guard, operations: [review], limits: { rate: 1/h }';
  for (const path of paths) {
    const { opened, writes, ask, recorded } = await routesOver(t, load(look, slow));
    writes.full = true;
    // That costs the rate as well: it was asked for.
    await assert.rejects(ask(path, kettle), { code: 'recording-impossible' });
    assert.deepEqual([opened, await recorded()], [[], []], path);
    writes.full = false;
    await assert.rejects(ask(path, kettle), { status: 429, code: 'review-rate-exceeded' });
    assert.deepEqual([opened, await recorded()], [[], []], path);
  }
});

test('a look into requests is recorded before it opens any, and how it ended before that is told', async (t) => {
  for (const path of paths) {
    const { recorder, opened, gate, ask, recorded } = await routesOver(t, load(look));
    const seen: (readonly (string | undefined)[])[] = [];
    gate.wait = async () =>
      void seen.push((await recorded()).map(({ kind, outcome }) => `${kind} ${outcome}`));
    await ask(path, kettle);
    assert.deepEqual(
      seen,
      opened.map(() => ['intent unknown']),
      path,
    );
    assert.equal(opened.length, 3);
    const [made, ...more] = await recorded();
    assert.deepEqual([made?.kind, made?.outcome, more], ['outcome', 'delivered', []]);
    const { request, response } = (await recorder.getRecord(made!.id))!.parts;
    assert.deepEqual(JSON.parse(String(request)), kettle);
    const { looked, ...told } = JSON.parse(String(response));
    assert.equal(looked.records, 3);
    assert.deepEqual(
      told,
      path === '/records' ? { records: [testUlid(3), testUlid(1)] } : { total: { count: 2 } },
    );
  }
});

test('a look that fails on its way says so', async (t) => {
  const { gate, ask, recorded } = await routesOver(t, load(look));
  gate.wait = () => Promise.reject(new Error('the disk is gone'));
  await assert.rejects(ask('/records', kettle), /the disk is gone/);
  assert.deepEqual(
    (await recorded()).map(({ outcome }) => outcome),
    ['failed'],
  );
});

test('a rule that comes into force while a look waits for its turn binds it', async (t) => {
  const closes = 'id: d, effect: deny, principals: { groups: [reviewers] }, operations: [review]';
  const masks =
    'id: m, effect: guard, principals: { groups: [reviewers] }, operations: [read, write], mask: [{ fields: [email], method: redact }]';
  const others = look.replace('groups: [reviewers]', 'groups: [others]');
  const cases = [
    [load(look, closes), []],
    [load(look, masks), []],
    [load(others), 'reviewers-only'],
  ] as const;
  for (const [then, expected] of cases) {
    const { state, opened, gate, ask } = await routesOver(t, load(look));
    let open = (): void => {};
    const closed = new Promise<void>((resolve) => {
      open = resolve;
    });
    gate.wait = () => closed;
    const running = ['otto', 'olga'].map((name) => ask('/records', kettle, person(name, 'reviewers')));
    const waiting = ask('/records', kettle).then(
      (found) => found as { records: unknown[] },
      (error: { code: string }) => error.code,
    );
    // Both have opened one by then, and wait there.
    while (opened.length < 2) await breathe();
    state.set = then;
    open();
    await Promise.all(running);
    const ended = await waiting;
    assert.deepEqual(typeof ended === 'object' ? ended.records : ended, expected);
  }
});
