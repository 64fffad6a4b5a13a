import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplayError } from '../../errors/replay-error.ts';
import { Pages } from './pages.ts';

const deferred = <T>() => Promise.withResolvers<T>();

test('pages come one after the other, each once', async () => {
  const asked: (string | undefined)[] = [];
  const pages = new Pages<number>(
    async (cursor) => {
      asked.push(cursor);
      return cursor === undefined ? { items: [1, 2], next: 'b' } : { items: [3] };
    },
    () => undefined,
  );
  assert.equal(pages.state, 'first');
  await Promise.all([pages.more(), pages.more()]);
  assert.deepEqual([pages.items, pages.state], [[1, 2], 'more']);
  await pages.more();
  await pages.more();
  assert.deepEqual([pages.items, pages.state], [[1, 2, 3], 'whole']);
  assert.deepEqual(asked, [undefined, 'b']);
});

test('a page that failed is asked for again, and what came before stays', async () => {
  let fails = true;
  const pages = new Pages<number>(
    async (cursor) => {
      if (cursor !== undefined && fails) throw new ReplayError('unreachable', 'gone', 'Wait.');
      return cursor === undefined ? { items: [1], next: 'b' } : { items: [2] };
    },
    () => undefined,
  );
  await pages.more();
  await pages.more();
  assert.deepEqual(pages.trouble, { message: 'gone', remedy: 'Wait.' });
  assert.deepEqual(pages.items, [1]);
  fails = false;
  await pages.more();
  assert.equal(pages.trouble, undefined);
  assert.deepEqual(pages.items, [1, 2]);
});

test('what comes after the list was begun anew is told to nobody', async () => {
  const page = deferred<{ items: number[] }>();
  let told = 0;
  const pages = new Pages<number>(
    () => page.promise,
    () => {
      told++;
    },
  );
  const asked = pages.more();
  pages.end();
  page.resolve({ items: [1] });
  await asked;
  assert.equal(told, 0);
});

test('a page that leads to itself ends the list', async () => {
  const pages = new Pages<number>(
    async () => ({ items: [1], next: 'x' }),
    () => undefined,
  );
  await pages.more();
  await pages.more();
  assert.equal(pages.state, 'whole');
});
