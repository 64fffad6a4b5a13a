import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { discover } from './discover.ts';

test('a gateway speaks for itself: where it redirects to is not asked', async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    if (request.url === '/elsewhere') asked++;
    const { port } = server.address() as AddressInfo;
    const document = {
      product: 'vectorgate',
      apiVersion: 'v1',
      issuer: `http://127.0.0.1:${port}/oauth`,
      dataPlane: `http://127.0.0.1:${port}`,
      governed: [],
    };
    if (redirects && request.url !== '/elsewhere') response.writeHead(302, { location: '/elsewhere' }).end();
    else response.end(JSON.stringify(document));
  });
  let redirects = false;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    assert.equal((await discover(url)).issuer, `${url}/oauth`);
    redirects = true;
    await assert.rejects(
      discover(url),
      (error) => error instanceof ClientError && error.code === 'gateway-answer',
    );
    assert.equal(asked, 0);
  } finally {
    server.close();
  }
});

test('an address for data is told from one where something else answers', async () => {
  let answer: { readonly status: number; readonly body: string } | undefined;
  const server = createServer((_, response) => response.writeHead(answer?.status ?? 500).end(answer?.body));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const code = (status: number, body: string): Promise<unknown> => {
    answer = { status, body };
    return discover(url).catch((error: unknown) => (error instanceof ClientError ? error.code : error));
  };
  const unknownName = { error: 'unknown-connection', message: 'VectorGate: no connection is known …' };
  const ofQdrant = { status: { error: 'VectorGate: you are not signed in …' }, time: 0 };
  try {
    assert.equal(await code(421, JSON.stringify(unknownName)), 'gateway-data-address');
    assert.equal(await code(401, JSON.stringify(ofQdrant)), 'gateway-data-address');
    assert.equal(await code(421, '<h1>Misdirected Request</h1>'), 'gateway-answer');
    assert.equal(await code(404, JSON.stringify({ detail: 'Not Found' })), 'gateway-answer');
    assert.equal(await code(200, JSON.stringify({ said: 'VectorGate: hello' })), 'gateway-answer');
  } finally {
    server.close();
  }
});
