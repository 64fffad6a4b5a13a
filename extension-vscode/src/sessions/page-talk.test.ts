import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageTalk } from './page-talk.ts';
import type { ToPlayer } from './player-messages.ts';

const begin: ToPlayer = {
  kind: 'begin',
  place: { query: '' },
  reviewer: false,
  reviews: [],
  source: '',
  link: '',
  sandboxes: [],
};
const chooseOther: ToPlayer = { kind: 'choose-other' };

function talk(): { readonly page: PageTalk; readonly told: readonly string[] } {
  const told: string[] = [];
  return { told, page: new PageTalk(async (message) => told.push(message.kind)) };
}

test('what is said before the page has begun waits, and is said once however often it loads', async () => {
  const { page, told } = talk();
  page.say(chooseOther);
  assert.deepEqual(told, []);
  await page.begin(async () => begin);
  assert.deepEqual(told, ['begin', 'choose-other']);
  page.say({ kind: 'copy-link' });
  await page.begin(async () => begin);
  assert.deepEqual(told, ['begin', 'choose-other', 'copy-link', 'begin']);
});

test('what is said while the page loads again is not lost', async () => {
  const { page, told } = talk();
  await page.begin(async () => begin);
  const known = Promise.withResolvers<ToPlayer>();
  const begun = page.begin(() => known.promise);
  page.say(chooseOther);
  assert.deepEqual(told, ['begin']);
  known.resolve(begin);
  await begun;
  assert.deepEqual(told, ['begin', 'begin', 'choose-other']);
});

test('a page that loads again before it has begun begins once', async () => {
  const { page, told } = talk();
  const known = Promise.withResolvers<ToPlayer>();
  const begun = [page.begin(() => known.promise), page.begin(() => known.promise)];
  page.say(chooseOther);
  known.resolve(begin);
  await Promise.all(begun);
  assert.deepEqual(told, ['begin', 'choose-other']);
});

test('an answer goes to the load that asked', async () => {
  const { page, told } = talk();
  await page.begin(async () => begin);
  await page.answer(Promise.resolve({ kind: 'answer', id: 1, value: 'a' }));
  assert.deepEqual(told, ['begin', 'answer']);
  const late = Promise.withResolvers<ToPlayer>();
  const answered = page.answer(late.promise);
  await page.begin(async () => begin);
  late.resolve({ kind: 'answer', id: 2, value: 'b' });
  await answered;
  assert.deepEqual(told, ['begin', 'answer', 'begin']);
});
