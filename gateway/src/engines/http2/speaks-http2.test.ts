import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, mock, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { speaksHttp2 } from './speaks-http2.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  mock.timers.reset();
  for (const close of closers.splice(0)) close();
});

/** Both ends of a connection, and what is told about it. */
async function connection(): Promise<{ caller: Socket; socket: Socket; told: boolean[] }> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  closers.push(() => {
    caller.destroy();
    socket.destroy();
    server.close();
  });
  const told: boolean[] = [];
  speaksHttp2(socket, (second) => told.push(second));
  return { caller, socket, told };
}

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

for (const [text, second] of [
  [preface, true],
  [`${preface}more`, true],
  ['GET / HTTP/1.1\r\n', false],
  ['P', undefined],
  ['POST', false],
  [preface.slice(0, 23), undefined],
  [`${preface.slice(0, 23)}x`, false],
  ['\x16\x03\x01', false],
] as const) {
  test(`${JSON.stringify(text)} in one piece and byte by byte: ${second}`, async () => {
    for (const pieces of [[text], [...text]]) {
      const { caller, socket, told } = await connection();
      caller.setNoDelay(true);
      for (const piece of pieces) {
        caller.write(piece);
        await pause(2);
      }
      await pause(20);
      assert.deepEqual(told, second === undefined ? [] : [second]);
      if (second === undefined) continue;
      let read = '';
      socket.on('data', (chunk) => {
        read += String(chunk);
      });
      await pause(20);
      assert.equal(read, text);
    }
  });
}

test('who says nothing for ten seconds, or ends before, is closed', async () => {
  const ending = await connection();
  const ended = once(ending.socket, 'close');
  ending.caller.end('P');
  await ended;
  mock.timers.enable({ apis: ['setTimeout'] });
  const { caller, socket, told } = await connection();
  const closed = once(socket, 'close');
  caller.on('error', () => {});
  mock.timers.tick(10_000);
  await closed;
  assert.deepEqual([...told, ...ending.told], []);
});
