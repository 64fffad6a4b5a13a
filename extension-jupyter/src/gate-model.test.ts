import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GateModel } from './gate-model.ts';
import type { ServerClient } from './server/server-client.ts';
import type { Refused, Status } from './server/status.ts';

const signedIn = (subject: string): Status => ({
  configured: true,
  gateway: 'https://gate.example',
  problem: null,
  since: null,
  signedIn: true,
  ended: null,
  who: { identity: { issuer: 'people', subject, groups: [] }, session: null },
  connections: [],
  kernels: [],
});
const away: Status = { ...signedIn('ana'), who: null };
const signedOut: Status = { ...signedIn('ana'), signedIn: false, who: null };
const refusalOf = (id: string) => [{ id }] as unknown as readonly Refused[];

/** A model, and each question that it put to the server: whoever tests answers. */
async function begun(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked = {
    status: [] as PromiseWithResolvers<Status>[],
    latest: [] as PromiseWithResolvers<readonly Refused[]>[],
  };
  const question = <Answer>(list: PromiseWithResolvers<Answer>[]): Promise<Answer> => {
    const answer = Promise.withResolvers<Answer>();
    list.push(answer);
    return answer.promise;
  };
  const client = {
    status: () => question(asked.status),
    latest: () => question(asked.latest),
    sessions: async () => [],
    signOut: async () => undefined,
  };
  const model = new GateModel(client as unknown as ServerClient);
  model.watched = true;
  t.after(() => model.dispose());
  /** Time goes on, and whatever can happen then happens. */
  const wait = async (milliseconds = 0): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) {
      t.mock.timers.tick(turn === 0 ? milliseconds : 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const say = async <Answer>(to: PromiseWithResolvers<Answer> | undefined, answer: Answer): Promise<void> => {
    assert.ok(to, 'it was asked');
    to.resolve(answer);
    await wait();
  };
  await wait();
  return { model, asked, wait, say };
}

const idsOf = ({ latest }: GateModel) => latest?.map(({ id }) => id);
/** Longer than from one look to the next. */
const aWhile = 8_001;

test('what was refused to one person and is told late is not shown for the next', async (t) => {
  const { model, asked, wait, say } = await begun(t);
  await say(asked.status[0], signedIn('ana'));
  await say(asked.latest[0], refusalOf('of ana'));
  await wait(aWhile);
  await say(asked.status[1], signedIn('ana'));
  // Somebody else signed in meanwhile, and the page looks at once.
  void model.refresh();
  await wait();
  await say(asked.status[2], signedIn('ben'));
  assert.equal(idsOf(model), undefined);
  await say(asked.latest[2], refusalOf('of ben'));
  await say(asked.latest[1], refusalOf('of ana, late'));
  assert.deepEqual(idsOf(model), ['of ben']);
});

test('an older word of who is signed in does not take the place of a newer one', async (t) => {
  const { model, asked, wait, say } = await begun(t);
  await say(asked.status[0], signedOut);
  await wait(aWhile);
  void model.refresh();
  await wait();
  await say(asked.status[2], signedIn('ben'));
  await say(asked.status[1], signedOut);
  assert.equal(model.status?.signedIn, true);
});

test('what one person was shown stays while nobody can tell who it is, and goes with the first word of another', async (t) => {
  const { model, asked, wait, say } = await begun(t);
  await say(asked.status[0], signedIn('ana'));
  await say(asked.latest[0], refusalOf('of ana'));
  await wait(aWhile);
  await say(asked.status[1], away);
  assert.deepEqual(idsOf(model), ['of ana']);
  await say(asked.latest[1], refusalOf('of ana'));
  await wait(aWhile);
  await say(asked.status[2], signedIn('ben'));
  assert.equal(idsOf(model), undefined);
});

test('what was asked before a sign-out is answered for nobody, and is asked once more', async (t) => {
  const { model, asked, wait, say } = await begun(t);
  const out = model.signOut();
  await wait();
  await say(asked.status[0], signedIn('ana'));
  assert.equal(model.status, undefined);
  await say(asked.status[1], signedOut);
  await out;
  assert.deepEqual([model.status, model.latest], [signedOut, undefined]);
});
