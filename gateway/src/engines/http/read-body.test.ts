import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import { readBody } from './read-body.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A request whose head and first bytes have arrived, and its caller's end of the connection. */
async function request(text: string): Promise<{ message: IncomingMessage; caller: Socket }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  closers.push(() => {
    caller.destroy();
    server.close();
  });
  caller.write(text);
  const [message] = (await once(server, 'request')) as [IncomingMessage];
  return { message, caller };
}

const head = 'POST / HTTP/1.1\r\nhost: a\r\n';

test('a body is whole, in one piece or in several', async () => {
  const { message, caller } = await request(`${head}content-length: 10\r\n\r\nhello`);
  const body = readBody(message, '10', 10);
  caller.write('world');
  assert.equal(Buffer.from(await body).toString(), 'helloworld');
  const none = await request(`${head}\r\n`);
  assert.equal((await readBody(none.message, undefined, 10)).length, 0);
});

test('a body above the limit is refused, whether its length is told or not', async () => {
  const told = await request(`${head}content-length: 11\r\n\r\n`);
  await assert.rejects(readBody(told.message, '11', 10), { code: 'request-too-large' });
  const untold = await request(`${head}transfer-encoding: chunked\r\n\r\nb\r\nhello world\r\n`);
  await assert.rejects(readBody(untold.message, undefined, 10), { code: 'request-too-large' });
});

test('a caller who leaves is noticed, also before anybody reads', async () => {
  const reading = await request(`${head}content-length: 10\r\n\r\nhello`);
  const body = assert.rejects(readBody(reading.message, '10', 10), { code: 'caller-left' });
  reading.caller.destroy();
  await body;
  const unread = await request(`${head}content-length: 10\r\n\r\nhello`);
  // Not `once`: it listens for errors too, and nobody does before the body is read.
  const closed = new Promise((resolve) => unread.message.once('close', resolve));
  unread.caller.destroy();
  await closed;
  await assert.rejects(readBody(unread.message, '10', 10), { code: 'caller-left' });
});
