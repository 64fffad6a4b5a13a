import type { Socket } from 'node:net';
import type { BrokerPlaces } from './broker-places.ts';

const longestLine = 64 * 1024;
/** For a whole line, and for taking an answer, in milliseconds: who sends a byte now and then gains no time by it. */
const lineMilliseconds = 10_000;
const newLine = 0x0a;

type Answer = (line: string) => Promise<Readonly<Record<string, unknown>>>;

/** Reads requests of one connection, a line each, and answers them in turn until it ends, is too slow, or has no key. */
export async function serveLine(socket: Socket, places: BrokerPlaces, answer: Answer): Promise<void> {
  socket.on('error', () => socket.destroy());
  if (!places.enter(socket)) {
    socket.destroy();
    return;
  }
  socket.once('close', () => places.leave(socket));
  let timer = setTimeout(() => socket.destroy(), lineMilliseconds);
  try {
    let read = Buffer.alloc(0);
    for await (const piece of socket) {
      read = Buffer.concat([read, piece as Buffer]);
      for (let end = read.indexOf(newLine); end >= 0; end = read.indexOf(newLine)) {
        if (end >= longestLine) return;
        const line = read.subarray(0, end).toString();
        read = read.subarray(end + 1);
        clearTimeout(timer);
        places.answering(socket);
        const said = await answer(line);
        timer = setTimeout(() => socket.destroy(), lineMilliseconds);
        if (!(await send(socket, `${JSON.stringify(said)}\n`))) return;
        places.waiting(socket);
        if (isWrongKey(said)) return;
      }
      if (read.length >= longestLine) return;
    }
  } catch {
    // A caller that went away is no event, and a log line could quote what it sent.
  } finally {
    clearTimeout(timer);
    socket.end();
    // What it still sends is nobody's business; it has its answer when it takes it.
    setTimeout(() => socket.destroy(), 1_000).unref();
  }
}

/** Resolves to false when the connection is gone. */
function send(socket: Socket, text: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  if (socket.destroyed) return Promise.resolve(false);
  const gone = (): void => resolve(false);
  socket.once('close', gone);
  socket.write(text, (error) => {
    socket.off('close', gone);
    resolve(!error);
  });
  return promise;
}

const isWrongKey = ({ error }: Readonly<Record<string, unknown>>): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'wrong_key';
