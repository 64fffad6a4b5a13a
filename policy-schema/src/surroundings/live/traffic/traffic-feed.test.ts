import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { gatewayPages } from '../../../analyse/report/gateway-pages.ts';
import type { ToldTraffic } from '../../../analyse/traffic/recorded-traffic.ts';
import { TrafficFeed, type TrafficFeedParts } from './traffic-feed.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

type Page = { readonly cursor?: string };

function begun(t: TestContext, answer: (page: Page) => unknown = () => ({ records: [1] }), reviewer = true) {
  const world = {
    who: 'signed-in' as ReturnType<TrafficFeedParts['who']>,
    session: 'gate a',
    ...{ reviewer, enabled: true, period: '7d', shown: true, now: 1_000, asked: 0 },
  };
  const told: ToldTraffic[] = [];
  const troubles: unknown[] = [];
  const feed = new TrafficFeed({
    reviews: async () => world.reviewer,
    pages: (query, stopped) =>
      gatewayPages({
        ...{ query, stopped, all: true, isTooMuch: () => false },
        asked: async (page) => {
          world.asked++;
          assert.equal(page.query, `since:${world.period}`);
          return (await answer(page)) as Readonly<Record<string, unknown>>;
        },
      }),
    who: () => world.who,
    session: () => world.session,
    settings: () => ({ enabled: world.enabled, period: world.period }),
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

test('pages are read once, to their end, and again when they are old or reach back otherwise', async (t) => {
  const {
    world,
    feed,
    told: said,
  } = begun(t, ({ cursor }) => ({
    records: [1],
    ...(cursor === undefined && { next: 'c' }),
  }));
  await turn();
  await turn();
  await feed.look();
  assert.equal(world.asked, 2);
  const pages = [{ records: [1], next: 'c' }, { records: [1] }];
  assert.deepEqual(said, [{ pages, period: '7d', whole: true, read: 1_000 }]);
  world.now += 16 * 60_000;
  await feed.look();
  assert.equal(world.asked, 4);
  world.period = '4w';
  await feed.look();
  assert.deepEqual(said.slice(2), [{ absent: null }, { pages, period: '4w', whole: true, read: world.now }]);
});

test('no more than the latest are read', async (t) => {
  const many = { records: Array.from({ length: 1_000 }, () => 0), next: 'c' };
  const { world, feed, told: said } = begun(t, () => many);
  await feed.look();
  while (said.length === 0) await turn();
  assert.equal(world.asked, 20);
  assert.equal('whole' in said[0]! && said[0].whole, false);
});

test('who may not review, is not signed in or wants none has nothing read for them', async (t) => {
  const { world, feed, told: said } = begun(t, () => assert.fail('asked'), false);
  await turn();
  await turn();
  // While it is being found out who it is, what was told stays.
  world.who = 'unknown';
  await feed.look();
  world.who = 'signed-out';
  await feed.look();
  await feed.look();
  world.enabled = false;
  await feed.look();
  assert.deepEqual(said, [
    { absent: 'what was asked is shown to reviewers' },
    { absent: null },
    { absent: 'sign in to see what was asked' },
    { absent: null },
    { absent: null },
  ]);
});
