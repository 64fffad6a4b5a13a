import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { copiedState } from './testing/copied-state.ts';
import { TestBrowser } from './testing/test-browser.ts';
import { TestIdentity } from './testing/test-identity.ts';

const most = 20;
let world: TestIdentity;
before(async () => {
  world = await TestIdentity.start({}, most);
});
after(() => world?.close());

const atCallback = (url: URL): boolean => url.pathname === '/callback';
/** Rows of sign-ins that nobody finished. */
const rows = (): number => {
  const copy = copiedState(world.configuration.data);
  const database = new DatabaseSync(copy.file);
  try {
    const counted = database
      .prepare(
        "SELECT count(*) AS n FROM state WHERE kind IN ('oauth-Interaction', 'oauth-Session', 'pending-sign-in')",
      )
      .get();
    return Number(counted?.n);
  } finally {
    database.close();
    copy.remove();
  }
};
/** What a stranger can begin: a sign-in, up to the provider's form. */
const visit = async (): Promise<TestBrowser> => {
  const browser = new TestBrowser();
  const begun = await browser.request(world.begin().url);
  await browser.request(new URL(begun.headers.get('location') ?? '', world.controlUrl));
  return browser;
};

test('one visit leaves one sign-in, however often its pages are asked for', async () => {
  const before = rows();
  const browser = new TestBrowser();
  const begun = await browser.request(world.begin().url);
  const page = new URL(begun.headers.get('location') ?? '', world.controlUrl);
  const sent = await Promise.all(Array.from({ length: 10 }, () => browser.request(page)));
  assert.equal(rows() - before, 2);
  const states = sent.map(({ headers }) => new URL(headers.get('location') ?? '').searchParams.get('state'));
  assert.equal(new Set(states).size, 1, 'all lead to the same');
});

test('beyond the most, the oldest goes; who signs in now still can, and who was answered is not crowded out', async () => {
  const waiting = new TestBrowser();
  const asked = await waiting.untilAsked(world.begin().url, 'ana');
  const late = await visit();
  for (let i = 0; i < 3 * most; i++) await visit();
  assert.ok(rows() <= 2 * most + 2, `${rows()} rows`);
  assert.ok((await waiting.answer(asked, 'yes', atCallback)).url.searchParams.has('code'));
  const old = late.visited.at(-1) ?? '';
  assert.equal((await late.go(old, () => false)).status, 400);
  assert.ok(
    (await new TestBrowser().signIn(world.begin().url, 'rita', atCallback)).url.searchParams.has('code'),
  );
});
