import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { nonceOf, TestBrowser } from './testing/test-browser.ts';
import { TestIdentity } from './testing/test-identity.ts';

const atCallback = (url: URL): boolean => url.pathname === '/callback';
const never = (): boolean => false;

describe('the question before a sign-in goes on', () => {
  let world: TestIdentity;
  before(async () => {
    world = await TestIdentity.start();
  });
  after(() => world.close());

  const stateFor = (target: string): string =>
    `nonce-of-the-editor.${Buffer.from(target).toString('base64url')}`;
  const throughReturn = (target: string): Record<string, string> => ({
    redirect_uri: `${world.controlUrl}/sign-in/return`,
    state: stateFor(target),
  });

  test('names the program, the person and the whole address, and has the focus on its button', async () => {
    const target = 'https://hub.example.com/user/mallory/vectorgate/callback?x=<b>"';
    const page = await new TestBrowser().untilAsked(world.begin(throughReturn(target)).url, 'ana');
    assert.equal(page.status, 200);
    assert.match(page.text, /<h1>Continue to VectorGate for JupyterLab\?<\/h1>/);
    assert.match(page.text, /<dd>Ana Ruiz \(ana\)<\/dd>/);
    assert.match(
      page.text,
      /<dd>https:\/\/hub\.example\.com\/user\/mallory\/vectorgate\/callback\?x=%3Cb%3E%22<\/dd>/,
    );
    assert.match(page.text, /value="yes" autofocus>Continue as Ana Ruiz</);
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/hub\.example\.com; .*frame-ancestors 'none'/,
    );
    assert.equal(page.headers.get('x-frame-options'), 'DENY');
    assert.equal(page.headers.get('cache-control'), 'no-store');
  });

  test('shows the command line’s loopback address likewise', async () => {
    const change = { client_id: 'vectorgate-cli', redirect_uri: 'http://127.0.0.1:40123/callback' };
    const browser = new TestBrowser();
    const page = await browser.untilAsked(world.begin(change).url, 'ana');
    assert.match(page.text, /<h1>Continue to VectorGate command line\?<\/h1>/);
    assert.match(page.text, /<dd>http:\/\/127\.0\.0\.1:40123\/callback<\/dd>/);
    const arrived = await browser.answer(page, 'yes', atCallback);
    assert.ok(arrived.url.searchParams.has('code'));
  });

  test('without an answer there is no code and no sign-in, whatever else is asked for', async () => {
    const browser = new TestBrowser();
    const { url } = world.begin();
    const page = await browser.untilAsked(url, 'ana');
    const uid = page.url.pathname.split('/')[2] ?? '';
    for (const address of [`/oauth/auth/${uid}`, `/sign-in/${uid}`, page.url.pathname, page.url.href]) {
      const arrived = await browser.go(new URL(address, world.controlUrl), atCallback);
      assert.ok(!arrived.url.searchParams.has('code'), `${address} gave a code`);
    }
    const list = await browser.go(`${world.controlUrl}/sign-out`, never);
    assert.match(list.text, /You are signed out/);
  });

  test('the page may be loaded again, and asks the same', async () => {
    const browser = new TestBrowser();
    const page = await browser.untilAsked(world.begin().url, 'ana');
    const again = await browser.go(page.url, never);
    assert.equal(nonceOf(again), nonceOf(page));
    assert.ok((await browser.answer(again, 'yes', atCallback)).url.searchParams.has('code'));
  });

  test('a second click, before the first has led anywhere, changes nothing', async () => {
    const browser = new TestBrowser();
    const page = await browser.untilAsked(world.begin().url, 'ana');
    const first = await browser.answer(page, 'yes', () => true);
    const second = await browser.answer(page, 'no', () => true);
    assert.equal(second.url.href, first.url.href);
    assert.ok((await browser.go(second.url, atCallback)).url.searchParams.has('code'));
  });

  test('no ends it: the program is told, without a code, and nothing is left to answer', async () => {
    const browser = new TestBrowser();
    const page = await browser.untilAsked(world.begin().url, 'ana');
    const arrived = await browser.answer(page, 'no', atCallback);
    assert.equal(arrived.url.searchParams.get('error'), 'access_denied');
    assert.ok(!arrived.url.searchParams.has('code'));
    const late = await browser.answer(page, 'yes', atCallback);
    assert.equal(late.status, 400);
    assert.match(late.text, /This sign-in has ended/);
  });

  test('an answer that another site posts is refused, and the person’s own still counts', async () => {
    const browser = new TestBrowser();
    const page = await browser.untilAsked(world.begin().url, 'ana');
    for (const origin of [null, 'null', 'https://evil.example', world.people.issuer, 'http://127.0.0.1:1']) {
      const forged = await browser.answer(page, 'yes', atCallback, { origin });
      assert.equal(forged.status, 403, `${origin}`);
      assert.match(forged.text, /Nobody was signed in/);
    }
    assert.ok((await browser.answer(page, 'yes', atCallback)).url.searchParams.has('code'));
  });

  test('the nonce of another sign-in, or none, is refused', async () => {
    const attacker = await new TestBrowser().untilAsked(world.begin().url, 'rita');
    const browser = new TestBrowser();
    const page = await browser.untilAsked(world.begin().url, 'ana');
    const own = nonceOf(page) ?? '';
    assert.equal(own.length, 43);
    for (const nonce of [nonceOf(attacker) ?? '', '', own.slice(1), `${own}x`, 'é'.repeat(43)]) {
      const forged = await browser.answer(page, 'yes', atCallback, { nonce });
      assert.equal(forged.status, 403);
      assert.match(forged.text, /belongs to another sign-in/);
    }
  });

  test('the right nonce does not count in a browser without the cookie of this sign-in', async () => {
    const page = await new TestBrowser().untilAsked(world.begin().url, 'ana');
    const other = new TestBrowser();
    const arrived = await other.answer(page, 'yes', atCallback);
    assert.equal(arrived.status, 400);
    await other.untilAsked(world.begin().url, 'rita');
    assert.equal((await other.answer(page, 'yes', atCallback)).status, 400);
  });

  test('an editor that is not configured is told before anybody signs in', async () => {
    for (const [target, says] of [
      ['https://evil.example/vectorgate/callback', /adds https:\/\/evil\.example to editorOrigins/],
      ['http://127.0.0.1:8888/elsewhere', /no extension of ours takes sign-ins/],
      ['not an address', /did not come along, or cannot be read/],
    ] as const) {
      const browser = new TestBrowser();
      const page = await browser.go(world.begin(throughReturn(target)).url, never);
      assert.equal(page.status, 400);
      assert.match(page.text, says);
      assert.ok(!browser.visited.some((visited) => visited.startsWith(world.people.issuer)));
    }
  });
});
