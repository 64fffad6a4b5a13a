import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { GatewayApi } from './gateway-api.ts';

test('an export is ended while the gateway still makes it', async (t) => {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  // It takes the question, and never answers.
  const gateway = createServer((request) => {
    request.socket.once('close', () => left.resolve());
    asked.resolve();
  });
  t.after(() => {
    gateway.closeAllConnections();
    gateway.close();
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  const api = new GatewayApi(`http://127.0.0.1:${port}`, async () => 'token');
  const ended = new AbortController();
  const reason = new Error('somebody cancelled it');
  const refused = assert.rejects(
    api.export({ query: '', all: false }, { format: 'vgsession', bodies: 'none' }, { signal: ended.signal }),
    (error) => error === reason,
  );
  await asked.promise;
  ended.abort(reason);
  await refused;
  // Nor does the gateway go on for nobody.
  await left.promise;
});
