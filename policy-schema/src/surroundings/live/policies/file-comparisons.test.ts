import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FileComparisons } from './file-comparisons.ts';
import type { FileStanding } from './live-words.ts';

const pause = 600;

function begun(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const runs: { isEnded: boolean; say: (standing: FileStanding) => void }[] = [];
  let changes = 0;
  const comparisons = new FileComparisons<FileStanding>({
    pause,
    changed: () => {
      changes++;
    },
    failed: 'unknown',
  });
  const look = (text: string, base = 'live', file = 'a') =>
    comparisons.standing({
      ...{ file, text, base },
      begin: () => {
        const { promise, resolve } = Promise.withResolvers<FileStanding>();
        const run = { isEnded: false, say: resolve };
        runs.push(run);
        return {
          done: promise,
          end: () => {
            run.isEnded = true;
            resolve('unknown');
          },
        };
      },
    });
  return { comparisons, runs, look, changes: () => changes, wait: () => t.mock.timers.tick(pause) };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a text is compared once, after a pause; another text or base, or a change around it, again', async (t) => {
  const { comparisons, runs, look, changes, wait } = begun(t);
  assert.equal(look('one'), undefined);
  look('one');
  wait();
  runs[0]?.say({ rules: 1 });
  await turn();
  assert.deepEqual([look('one'), runs.length, changes()], [{ rules: 1 }, 1, 1]);
  wait();
  assert.equal(runs.length, 1);
  const others: readonly (() => unknown)[] = [
    () => look('two'),
    () => look('two', 'newer'),
    () => {
      comparisons.setChanged();
      return look('two', 'newer');
    },
  ];
  for (const [index, again] of others.entries()) {
    assert.deepEqual(again(), { rules: index + 1 });
    wait();
    runs[index + 1]?.say({ rules: index + 2 });
    await turn();
  }
  assert.equal(runs.length, 4);
});

test('a new comparison ends the one before, whose answer counts no more', async (t) => {
  const { runs, look, changes, wait } = begun(t);
  look('one');
  wait();
  look('two');
  assert.equal(runs[0]?.isEnded, true);
  wait();
  runs[1]?.say({ rules: 2 });
  await turn();
  assert.deepEqual([look('two'), runs.length, changes()], [{ rules: 2 }, 2, 1]);
});

test('what was closed is forgotten, and nothing of it runs on; nor after the end', async (t) => {
  const { comparisons, runs, look, changes, wait } = begun(t);
  look('one');
  wait();
  comparisons.forget('a');
  assert.equal(runs[0]?.isEnded, true);
  look('one', 'live', 'b');
  wait();
  look('one', 'live', 'c');
  comparisons.dispose();
  wait();
  await turn();
  assert.deepEqual([runs.map(({ isEnded }) => isEnded), changes()], [[true, true], 0]);
});

test('what was known before is told as such while it is compared anew', async (t) => {
  const { comparisons, runs, look, wait } = begun(t);
  const isNow = (text: string): boolean =>
    comparisons.known({
      file: 'a',
      text,
      base: 'live',
      begin: () => ({ done: Promise.reject(), end: () => {} }),
    }).isNow;
  look('one');
  wait();
  runs[0]?.say({ rules: 1 });
  await turn();
  assert.deepEqual([isNow('one'), isNow('two'), look('two')], [true, false, { rules: 1 }]);
  // What fails is known to have failed.
  wait();
  await turn();
  assert.deepEqual([isNow('two'), look('two')], [true, 'unknown']);
});
