import { once } from 'node:events';
import { lstatSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

/** Milliseconds that another window may take to hear. One that is gone or hangs keeps nobody waiting for longer. */
const patience = 2_000;
const longest = 64 * 1024;
const ofOthers = 0o077;

/** Our user's own socket in a folder that is closed to all others. */
function isOurs(address: string): boolean {
  return [dirname(address), address].every((place) => {
    const found = lstatSync(place, { throwIfNoEntry: false });
    return found !== undefined && found.uid === process.getuid?.() && (found.mode & ofOthers) === 0;
  });
}

/** Takes a message of another window; what it returns is the answer, in one line. */
export type Heard = (message: string) => Promise<string>;

/** Reads one message, answers, and ends. Who sends something else is not heard. */
async function hear(socket: Socket, heard: Heard): Promise<void> {
  socket.setTimeout(patience, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  let said = '';
  socket.setEncoding('utf8');
  for await (const piece of socket) {
    said += piece;
    if (said.length > longest) break;
    if (!said.endsWith('\n')) continue;
    socket.end(`${await heard(said.slice(0, -1))}\n`);
    return;
  }
  socket.destroy();
}

/** Says it to one window. @returns its answer, or undefined when it gave none */
async function sayTo(address: string, message: string): Promise<string | undefined> {
  if (!isOurs(address)) return undefined;
  const socket = createConnection(address);
  socket.setTimeout(patience, () => socket.destroy(new Error('too slow')));
  try {
    await once(socket, 'connect');
    socket.write(`${message}\n`);
    let answer = '';
    socket.setEncoding('utf8');
    for await (const piece of socket) {
      answer += piece;
      if (answer.length > longest) return undefined;
      if (answer.endsWith('\n')) return answer.slice(0, -1);
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

/**
 * The windows whose extension hosts run on this machine as this user. What one says all others hear, over sockets of
 * mode 0600 in folders of mode 0700; `meeting` is a folder of ours where each leaves its socket's address.
 */
export class WindowCircle {
  readonly #meeting: string;
  readonly #own: string;
  readonly #close: () => Promise<void>;

  private constructor(meeting: string, own: string, close: () => Promise<void>) {
    this.#meeting = meeting;
    this.#own = own;
    this.#close = close;
  }

  /** `folder`: a new one of mode 0700, which goes when the window leaves. */
  static async join(meeting: string, folder: string, heard: Heard): Promise<WindowCircle> {
    const address = join(folder, 'window.sock');
    const server = createServer((socket) => {
      hear(socket, heard).catch(() => socket.destroy());
    });
    server.listen({ path: address });
    await once(server, 'listening');
    // The folder is 0700: nobody else could reach it before this.
    await chmod(address, 0o600);
    server.unref();
    await mkdir(meeting, { recursive: true, mode: 0o700 });
    const own = join(meeting, String(process.pid));
    await writeFile(own, address, { mode: 0o600 });
    return new WindowCircle(meeting, own, async () => {
      server.close();
      await rm(own, { force: true });
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** Says it to all others, and waits for their answers. Windows that are gone are forgotten. */
  async say(message: string): Promise<readonly string[]> {
    const notes = (await readdir(this.#meeting)).map((name) => join(this.#meeting, name));
    const answers = await Promise.all(
      notes
        .filter((note) => note !== this.#own)
        .map(async (note) => {
          const address = await readFile(note, 'utf8').catch(() => '');
          const answer = address === '' ? undefined : await sayTo(address, message);
          if (address !== '' && answer === undefined) await rm(note, { force: true });
          return answer;
        }),
    );
    return answers.filter((answer) => answer !== undefined);
  }

  leave(): Promise<void> {
    return this.#close();
  }
}
