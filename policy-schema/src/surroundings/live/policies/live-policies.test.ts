import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { LivePolicies } from './live-policies.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function begun(t: TestContext) {
  const world = { key: 'gate ana' as string | undefined, asked: [] as (string | undefined)[] };
  const holds = Promise.withResolvers<void>();
  const live = new LivePolicies({
    key: () => world.key,
    reads: () => true,
    shown: () => false,
    api: async () => {
      const { key } = world;
      world.asked.push(key);
      return {
        policy: async () => ({ change: { revision: 1 }, revision: { digest: 'd' }, source: 'publishing' }),
        policyFiles: async () => {
          if (world.asked.length === 1) await holds.promise;
          return { files: [{ path: 'a.policy.yaml', text: `of ${key}` }] };
        },
      };
    },
  });
  t.after(() => live.dispose());
  const seen: (string | undefined)[] = [];
  live.onDidChange(() => seen.push(live.live?.files?.[0]?.text));
  return { world, live, seen, answer: holds.resolve };
}

test('a look under way at a sign-out shows nothing of it afterwards', async (t) => {
  const { world, live, seen, answer } = begun(t);
  const looking = live.look();
  await turn();
  world.key = undefined;
  const joined = live.look();
  answer();
  await Promise.all([looking, joined]);
  assert.deepEqual([live.live, seen], [undefined, []]);
});

test('with another person it is looked once more, and only their texts are shown', async (t) => {
  const { world, live, seen, answer } = begun(t);
  const looking = live.look();
  await turn();
  world.key = 'gate ben';
  answer();
  await looking;
  assert.deepEqual([seen, world.asked], [['of gate ben'], ['gate ana', 'gate ben']]);
});

test('what one person was shown goes at once, not with the next answer', async (t) => {
  const { world, live, seen, answer } = begun(t);
  answer();
  await live.look();
  world.key = 'gate ben';
  assert.ok(live.live === undefined);
  const looking = live.look();
  assert.deepEqual(seen, ['of gate ana', undefined]);
  await looking;
  assert.deepEqual(seen, ['of gate ana', undefined, 'of gate ben']);
});
