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
