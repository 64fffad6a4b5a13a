import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import { ServerProblem } from '../../server/server-problem.ts';
import type { Status } from '../../server/status.ts';
import { TrafficFeed } from './traffic-feed.ts';

const identity = { issuer: 'people', subject: 'rita', groups: ['reviewers'] };
const status: Status = {
  configured: true,
  gateway: 'http://gate',
  problem: null,
  since: null,
  signedIn: true,
  ended: null,
  who: { identity, session: null, reviews: ['insights'] },
  connections: [],
  kernels: [],
};

function feedOf(answers: (path: string) => unknown, at: { status: Status | undefined; now: number }) {
  const asked: string[] = [];
  const told: ToldTraffic[] = [];
  const world = { shown: true, enabled: true };
  const feed = new TrafficFeed({
    status: () => at.status,
    recorded: async (path) => {
      asked.push(path);
      return answers(path);
    },
    shown: () => world.shown,
    enabled: () => world.enabled,
    say: (one) => told.push(one),
    now: () => at.now,
  });
  return { feed, asked, told, world };
}

test('pages are read once, to their end, and again when they are old', async () => {
  const at = { status, now: 1_000_000 };
  const { feed, asked, told } = feedOf(
    (path) => ({ records: [1, 2], ...(!path.includes('cursor') && { next: 'c' }) }),
    at,
  );
  await feed.look();
  await feed.look();
  assert.deepEqual(asked, [
    '/records/asked?limit=1000&query=since%3A7d&all=1',
    '/records/asked?limit=1000&query=since%3A7d&all=1&cursor=c',
  ]);
  assert.deepEqual(told, [
    { pages: [{ records: [1, 2], next: 'c' }, { records: [1, 2] }], period: '7d', whole: true, read: at.now },
  ]);
  at.now += 16 * 60_000;
  await feed.look();
  assert.equal(asked.length, 4);
});

test('no more than the latest are read', async () => {
  const many = { records: Array.from({ length: 1_000 }, () => 0), next: 'c' };
  const { feed, asked, told } = feedOf(() => many, { status, now: 0 });
  await feed.look();
  assert.equal(asked.length, 20);
  assert.equal('whole' in told[0]! && told[0].whole, false);
});

test('who may not review, is not signed in or wants none has nothing read for them', async () => {
  const at: { status: Status | undefined; now: number } = { status: undefined, now: 0 };
  const { feed, asked, told, world } = feedOf(() => assert.fail('asked'), at);
  await feed.look();
  assert.deepEqual(told, []);
  at.status = { ...status, who: { identity, session: null, reviews: [] } };
  world.shown = false;
  await feed.look();
  assert.deepEqual(told, []);
  world.shown = true;
  await feed.look();
  at.status = { ...status, signedIn: false, who: null };
  await feed.look();
  await feed.look();
  at.status = status;
  world.enabled = false;
  await feed.look();
  assert.deepEqual(told, [
    { absent: 'what was asked is shown to reviewers' },
    { absent: null },
    { absent: 'sign in to see what was asked' },
    { absent: null },
    { absent: null },
  ]);
  assert.deepEqual(asked, []);
});

test('what cannot be read is said quietly, and tried again after a minute', async () => {
  const at = { status, now: 0 };
  let fails = true;
  const { feed, told, asked } = feedOf(() => {
    if (fails) throw new ServerProblem({ code: 'server_gone', message: 'no', next: '' });
    return { records: [] };
  }, at);
  await feed.look();
  await feed.look();
  const away = { absent: 'what was asked cannot be read now; it is tried again in a minute' };
  assert.deepEqual([told, asked.length], [[away], 1]);
  fails = false;
  at.now += 60_000;
  await feed.look();
  assert.equal(told.length, 2);
});

test('with a sign-out a read under way is stopped and what was told goes, also while no policy shows', async () => {
  const at: { status: Status; now: number } = { status, now: 0 };
  let page: Promise<unknown> = Promise.resolve({ records: [1] });
  const { feed, told, asked, world } = feedOf(() => page, at);
  await feed.look();
  at.now += 16 * 60_000;
  const later = Promise.withResolvers<unknown>();
  page = later.promise;
  const reading = feed.look();
  world.shown = false;
  at.status = { ...status, signedIn: false, who: null };
  await feed.look();
  assert.deepEqual(told.slice(1), [{ absent: null }]);
  later.resolve({ records: [2], next: 'more' });
  await reading;
  assert.deepEqual([told.length, asked.length], [2, 2]);
});

test('at another gateway it is read anew', async () => {
  const at: { status: Status; now: number } = { status, now: 0 };
  const { feed, asked } = feedOf(() => ({ records: [] }), at);
  await feed.look();
  at.status = { ...status, gateway: 'http://other' };
  await feed.look();
  assert.equal(asked.length, 2);
});
