import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import { TrafficFeed } from './traffic-feed.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function begun(t: TestContext, answer: () => unknown = () => ({ records: [1] })) {
  const world = { who: 'signed-in' as const, session: 'gate a', shown: true, now: 1_000, asked: 0 };
  const told: ToldTraffic[] = [];
  const troubles: unknown[] = [];
  const feed = new TrafficFeed({
    api: async () => ({
      me: async () => ({ reviewer: true }),
      asked: async () => {
        world.asked++;
        return (await answer()) as Readonly<Record<string, unknown>>;
      },
    }),
    who: () => world.who,
    session: () => world.session,
    settings: () => ({ enabled: true, period: '7d' }),
    shown: () => world.shown,
    onDidChange: () => () => {},
    say: (one) => told.push(one),
    trouble: (error) => troubles.push(error),
    now: () => world.now,
  });
  t.after(() => feed.dispose());
  return { world, feed, told, troubles };
}

const told = (pages: number, read: number): ToldTraffic => ({
  pages: Array.from({ length: pages }, () => ({ records: [1] })),
  period: '7d',
  whole: true,
  read,
});

test('another gateway or sign-in has it read anew, and what was told goes at once', async (t) => {
  const { world, feed, told: said } = begun(t);
  await turn();
  await turn();
  assert.deepEqual(said, [told(1, 1_000)]);
  world.session = 'gate b';
  world.shown = false;
  await feed.look();
  assert.deepEqual(said.slice(1), [{ absent: null }]);
  world.shown = true;
  await feed.look();
  assert.deepEqual(said.slice(2), [told(1, 1_000)]);
  await feed.look();
  assert.equal(world.asked, 2);
});

test('a read that is under way is stopped with the sign-in, also while no policy shows', async (t) => {
  const first = Promise.withResolvers<unknown>();
  const { world, feed, told: said } = begun(t, () => first.promise);
  await turn();
  await turn();
  assert.equal(world.asked, 1);
  world.session = 'gate b';
  world.shown = false;
  await feed.look();
  first.resolve({ records: [1], next: 'more' });
  await turn();
  await turn();
  assert.deepEqual([said, world.asked], [[], 1]);
});

test('what cannot be read is tried again after a minute, and says so', async (t) => {
  let fails = true;
  const {
    world,
    feed,
    told: said,
    troubles,
  } = begun(t, () => {
    if (fails) throw new Error('away');
    return { records: [1] };
  });
  await turn();
  await turn();
  const away = { absent: 'what was asked cannot be read now; it is tried again in a minute' };
  assert.deepEqual([said, troubles.length], [[away], 1]);
  fails = false;
  await feed.look();
  assert.equal(world.asked, 1);
  world.now += 60_000;
  await feed.look();
  assert.deepEqual(said, [away, told(1, 61_000)]);
});
