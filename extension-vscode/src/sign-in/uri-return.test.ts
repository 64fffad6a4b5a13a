import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UriReturns } from './uri-return.ts';

const external = 'vscode://vectorgate.vectorgate/callback?windowId=1';
const nobody = Symbol('nobody');
const settled = <T>(promise: Promise<T>): Promise<T | typeof nobody> =>
  Promise.race([promise, new Promise<typeof nobody>((done) => setImmediate(() => done(nobody)))]);

test('the sign-in that waits for a state gets what came back with it, and nothing else', async () => {
  const returns = new UriReturns();
  const path = returns.path('https://gate.example', external);
  assert.equal(Buffer.from(path.stateSuffix?.slice(1) ?? '', 'base64url').toString(), external);
  const state = `nonce${path.stateSuffix}`;
  path.expect?.(state);
  assert.ok(returns.take('/callback', `code=c&state=${state}&iss=i&windowId=1&x=y`));
  const back = await path.returned;
  assert.equal(back.href, `https://gate.example/sign-in/return?code=c&state=${state}&iss=i`);
  path.close();
});

test('a forged address moves nothing: another path or state, two states, before or after the sign-in', async () => {
  const returns = new UriReturns();
  const path = returns.path('https://gate.example', external);
  const state = `nonce${path.stateSuffix}`;
  let passed = 0;
  const forge = (at: string, query: string): void => {
    if (returns.take(at, query)) passed++;
  };
  forge('/callback', `code=evil&state=${state}`);
  path.expect?.(state);
  for (const [at, query] of [
    ['/callback', 'code=evil'],
    ['/callback', 'code=evil&state='],
    ['/callback', 'code=evil&state=other'],
    ['/callback', `code=evil&state=${state}x`],
    ['/callback', `code=evil&state=x&state=${state}`],
    ['/callback', `code=evil&state=${state}&state=${state}`],
    ['/other', `code=evil&state=${state}`],
    ['/callback/', `code=evil&state=${state}`],
  ] as const)
    forge(at, query);
  assert.equal(await settled(path.returned), nobody);
  path.close();
  forge('/callback', `code=evil&state=${state}`);
  console.log(`forged addresses: 10 tried, ${passed} passed`);
  assert.equal(passed, 0);
});

test('each of two sign-ins gets its own', async () => {
  const returns = new UriReturns();
  const [one, two] = [
    returns.path('https://a.example', external),
    returns.path('https://b.example', external),
  ];
  one.expect?.('state-one');
  two.expect?.('state-two');
  returns.take('/callback', 'code=2&state=state-two');
  assert.equal((await two.returned).origin, 'https://b.example');
  assert.equal(await settled(one.returned), nobody);
  one.close();
  two.close();
});
