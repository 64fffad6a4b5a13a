import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { IssuerKeys, IssuerUnreachable } from './issuer-keys.ts';

const { publicKey } = await generateKeyPair('ES256', { extractable: true });
const good = { ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'ES256' };

/** A provider's two documents as the test writes them; counts what is asked. */
async function provider(
  answer: (
    issuer: string,
    path: string,
  ) => { status?: number; headers?: Record<string, string>; body: string },
) {
  const asked: string[] = [];
  let issuer = '';
  const listener: RequestListener = (req, res) => {
    asked.push(req.url ?? '');
    const { status = 200, headers = {}, body } = answer(issuer, req.url ?? '');
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
  const server = createServer(listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return { issuer, asked, close: () => server.close(() => undefined).closeAllConnections() };
}

const discovery = (issuer: string, more: object = {}): string =>
  JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks`, ...more });
const find = async (issuer: string, kid = 'k') =>
  new IssuerKeys(issuer, () => undefined).find({ alg: 'ES256', kid }, { payload: '', signature: '' });

test('a key that is meant for signatures is found, one for encryption is not', async () => {
  const at = await provider((issuer, path) => ({
    body:
      path === '/jwks'
        ? JSON.stringify({ keys: [good, { ...good, kid: 'e', use: 'enc' }] })
        : discovery(issuer),
  }));
  try {
    assert.ok(await find(at.issuer));
    await assert.rejects(find(at.issuer, 'e'), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
  } finally {
    at.close();
  }
});

for (const [what, discover, keys] of [
  ['is of another issuer', () => ({ body: discovery('https://elsewhere.example') }), undefined],
  [
    'sends to keys in clear',
    (issuer: string) => ({ body: discovery(issuer, { jwks_uri: 'http://keys.example/jwks' }) }),
    undefined,
  ],
  ['redirects', () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }), undefined],
  ['is missing', () => ({ status: 404, body: '{}' }), undefined],
  ['is no JSON', () => ({ body: '<html>' }), undefined],
  ['is a list', () => ({ body: '[]' }), undefined],
  [
    'has keys that redirect',
    (issuer: string) => ({ body: discovery(issuer) }),
    () => ({ status: 302, headers: { location: '/other' }, body: '' }),
  ],
  [
    'has keys of a megabyte',
    (issuer: string) => ({ body: discovery(issuer) }),
    () => ({ body: JSON.stringify({ keys: [good], filler: 'x'.repeat(2 ** 20) }) }),
  ],
  [
    'has keys that fail',
    (issuer: string) => ({ body: discovery(issuer) }),
    () => ({ status: 500, body: '{}' }),
  ],
] as const) {
  test(`an issuer whose discovery ${what} counts as unreachable`, async () => {
    const at = await provider((issuer, path) =>
      path.startsWith('/.well-known')
        ? discover(issuer)
        : (keys?.() ?? { body: JSON.stringify({ keys: [good] }) }),
    );
    try {
      await assert.rejects(find(at.issuer), IssuerUnreachable);
    } finally {
      at.close();
    }
  });
}

test('an issuer that failed is left alone for two seconds, then asked again', async () => {
  let sick = true;
  const at = await provider((issuer, path) =>
    sick
      ? { status: 503, body: '{}' }
      : { body: path === '/jwks' ? JSON.stringify({ keys: [good] }) : discovery(issuer) },
  );
  try {
    let now = 0;
    const keys = new IssuerKeys(
      at.issuer,
      () => undefined,
      () => now,
    );
    const once = async () => keys.find({ alg: 'ES256', kid: 'k' }, { payload: '', signature: '' });
    await assert.rejects(once(), IssuerUnreachable);
    sick = false;
    await assert.rejects(once(), IssuerUnreachable);
    assert.equal(at.asked.length, 1);
    now += 2_001;
    assert.ok(await once());
  } finally {
    at.close();
  }
});
