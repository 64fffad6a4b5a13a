import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SurroundingTurns } from './surrounding-turns.ts';

const pause = 150;
const turn = () => new Promise((resolve) => setImmediate(resolve));

function begun(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const editors = [{ name: 'a' }, { name: 'b' }] as const;
  const reads: { reader: number; name: string; answer: (text: string) => void }[] = [];
  const told: string[] = [];
  let readers = 0;
  const turns = new SurroundingTurns<{ readonly name: string }, string>({
    pause,
    editors: () => editors,
    reader: () => {
      const reader = ++readers;
      return ({ name }) => {
        const { promise, resolve } = Promise.withResolvers<string>();
        reads.push({ reader, name, answer: resolve });
        return promise;
      };
    },
    told: async ({ name }, read) => void told.push(`${name}: ${read}`),
  });
  return { turns, editors, reads, told, wait: () => t.mock.timers.tick(pause) };
}

test('what was read for one save does not take the place of what was read for a later one', async (t) => {
  const { turns, editors, reads, told } = begun(t);
  const [a] = editors;
  const both = [turns.read(a), turns.read(a)];
  reads[1]?.answer('new');
  await turn();
  reads[0]?.answer('old');
  await Promise.all(both);
  assert.deepEqual(told, ['a: new']);
});

test('whoever waits for an older one waits for the newest', async (t) => {
  const { turns, editors, reads, told } = begun(t);
  const [a] = editors;
  const older = turns.read(a).then(() => told.push('ready'));
  const newer = turns.read(a);
  reads[0]?.answer('old');
  await turn();
  reads[1]?.answer('new');
  await Promise.all([older, newer]);
  assert.deepEqual(told, ['a: new', 'ready']);
});

test('many changes are one read for all, by one reader, after a pause', async (t) => {
  const { turns, reads, wait } = begun(t);
  for (let change = 0; change < 5; change++) turns.soon();
  assert.equal(reads.length, 0);
  wait();
  wait();
  assert.deepEqual(
    reads.map(({ reader, name }) => [reader, name]),
    [
      [1, 'a'],
      [1, 'b'],
    ],
  );
});

test('whoever needs it now does not wait for the pause', async (t) => {
  const { turns, editors, reads, told, wait } = begun(t);
  turns.soon();
  const settled = turns.settled(editors[1]);
  for (const { name, answer } of reads) answer(`of ${name}`);
  await settled;
  assert.deepEqual(told, ['a: of a', 'b: of b']);
  wait();
  assert.equal(reads.length, 2);
});
