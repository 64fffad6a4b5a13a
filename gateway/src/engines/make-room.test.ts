import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { after, test } from 'node:test';
import { makeRoom } from './make-room.ts';

const server = createServer();
const sockets: Socket[] = [];
after(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

test('the longest idle connection makes room, a busy one does not', async () => {
  const accepted: Duplex[] = [];
  const busy = new Set<Duplex>();
  makeRoom(server, 'connection', 3, (socket) => busy.has(socket));
  server.on('connection', (socket: Duplex) => accepted.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open = async (): Promise<Socket> => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
    return socket;
  };
  const [first, second, third] = [await open(), await open(), await open()];
  busy.add(accepted[0]!);
  const secondCloses = once(second, 'close');
  await open();
  await secondCloses;
  assert.deepEqual([first.closed, third.closed], [false, false]);
  // One that left by itself has made room already.
  third.destroy();
  await once(accepted[2]!, 'close');
  await open();
  assert.deepEqual([first.closed, sockets[3]!.closed], [false, false]);
  for (const socket of accepted) busy.add(socket);
  const turnedAway = await open();
  await once(turnedAway, 'close');
  assert.deepEqual([first.closed, sockets[3]!.closed, sockets[4]!.closed], [false, false, false]);
});
