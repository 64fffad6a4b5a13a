import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contents } from '@jupyterlab/services';
import type { RanCase } from '@vectorgate/policy-schema/test-run';
import type { PolicyService } from '../worker/policy-service.ts';
import type { AskedTests } from '../worker/tests/test-jobs.ts';
import { PolicyTests } from './policy-tests.ts';

const passed = (id: string): RanCase => ({ id, passed: true }) as RanCase;

/** Files by their paths, and a worker that answers when it is told to. */
class World {
  readonly files = new Map([
    ['a/vectorgate.yaml', ''],
    ['a/a.policy.yaml', ''],
    ['a/a.policy-test.yaml', ''],
    ['b/vectorgate.yaml', ''],
    ['b/b.policy.yaml', ''],
    ['b/b.policy-test.yaml', ''],
  ]);
  readonly asked: string[] = [];
  readonly holds = new Map<string, Promise<unknown>>();

  readonly contents = {
    driveName: () => '',
    localPath: (path: string) => path,
    get: async (path: string, { type }: { type: string }) => {
      if (type !== 'directory') return { content: this.files.get(path) };
      const below = path === '' ? '' : `${path}/`;
      const names = [...this.files.keys()]
        .filter((one) => one.startsWith(below))
        .map((one) => one.slice(below.length).split('/'));
      const own = new Map(
        names.map(([name = '', ...rest]) => [name, rest.length > 0 ? 'directory' : 'file']),
      );
      return { content: [...own].map(([name, is]) => ({ name, type: is })) };
    },
  };

  readonly ask = async (kind: string, asked?: AskedTests): Promise<unknown> => {
    const path = asked?.test?.path ?? '';
    this.asked.push(`${kind} ${path}`);
    await this.holds.get(`${kind} ${path}`);
    if (kind === 'listTests') return { tests: [] };
    if (kind === 'runTests') return { results: [passed(`of ${path}`)] };
    if (kind === 'endTests') return { all: path, files: [] };
    return undefined;
  };

  hold(what: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.holds.set(what, promise);
    return () => {
      this.holds.delete(what);
      resolve();
    };
  }

  async until(what: string): Promise<void> {
    const end = Date.now() + 10_000;
    while (!this.asked.includes(what)) {
      if (Date.now() > end) throw new Error(`nobody asked for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

function begun() {
  const world = new World();
  const tests = new PolicyTests({
    contents: world.contents as unknown as Contents.IManager,
    openText: () => undefined,
    jobs: () => world as unknown as PolicyService,
  });
  const ran = (path: string): readonly string[] => [...(tests.of(path)?.results.keys() ?? [])];
  return { world, tests, ran };
}

test('a look beside a run throws nothing away that it found out', { timeout: 20_000 }, async () => {
  const { world, tests, ran } = begun();
  await tests.follow('a/a.policy.yaml');
  const run = world.hold('runTests a/a.policy-test.yaml');
  const running = tests.run();
  await world.until('runTests a/a.policy-test.yaml');
  const list = world.hold('listTests a/a.policy-test.yaml');
  world.asked.length = 0;
  const looking = tests.look();
  await world.until('listTests a/a.policy-test.yaml');
  run();
  await running;
  list();
  await looking;
  assert.deepEqual(ran('a/a.policy-test.yaml'), ['of a/a.policy-test.yaml']);
});

test('a run waits for the newest look: it runs what belongs to the policy that one is at', {
  timeout: 20_000,
}, async () => {
  const { world, tests, ran } = begun();
  await tests.follow('a/a.policy.yaml');
  const list = world.hold('listTests b/b.policy-test.yaml');
  const running = tests.run();
  const following = tests.follow('b/b.policy.yaml');
  await world.until('listTests b/b.policy-test.yaml');
  list();
  await Promise.all([running, following]);
  assert.deepEqual(
    world.asked.filter((one) => one.startsWith('runTests')),
    ['runTests b/b.policy-test.yaml'],
  );
  assert.deepEqual([ran('b/b.policy-test.yaml'), tests.isLooking], [['of b/b.policy-test.yaml'], false]);
});

test('what was run of other policies by then is not mixed in', { timeout: 20_000 }, async () => {
  const { world, tests } = begun();
  await tests.follow('a/a.policy.yaml');
  const run = world.hold('runTests a/a.policy-test.yaml');
  const running = tests.run();
  await world.until('runTests a/a.policy-test.yaml');
  await tests.follow('b/b.policy.yaml');
  run();
  await running;
  assert.deepEqual(
    [tests.files.map(({ path, results }) => [path, results.size]), tests.coverage],
    [[['b/b.policy-test.yaml', 0]], undefined],
  );
});

test('the first file of tests runs when it is saved, listed or not', { timeout: 20_000 }, async () => {
  const { world, tests, ran } = begun();
  world.files.delete('a/a.policy-test.yaml');
  await tests.follow('a/a.policy.yaml');
  assert.equal(tests.files.length, 0);
  world.files.set('a/a.policy-test.yaml', '');
  tests.saved('a/a.policy-test.yaml');
  await world.until('endTests ');
  await tests.look();
  assert.deepEqual(ran('a/a.policy-test.yaml'), ['of a/a.policy-test.yaml']);
});
