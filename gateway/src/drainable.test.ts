import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { drainable } from './drainable.ts';

test('silent connections are closed at once, a request under way is answered first', async () => {
  const server = createServer();
  const drain = drainable(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [silent, asking] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await once(silent, 'connect');
  const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  asking.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const [, reply] = await asked;
  let answer = '';
  asking.on('data', (bytes) => {
    answer += String(bytes);
  });
  const gone = once(silent, 'close');
  const stopped = drain();
  silent.resume();
  await gone;
  assert.equal(answer, '');
  reply.end('whole');
  await stopped;
  assert.match(answer, /whole/);
});
