import { EventEmitter, once } from 'node:events';
import { lstatSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Discovery } from '../discovery/discover.ts';
import { brokerAnswer } from './broker-answers.ts';
import { BrokerKey } from './broker-key.ts';
import { BrokerPlaces } from './broker-places.ts';
import { type GovernedProcess, ProcessList } from './process-list.ts';
import { newRuntimeFolder } from './runtime-folder.ts';
import { serveLine } from './serve-line.ts';
import type { TokenHolder } from './token-holder.ts';
import { withShim } from './with-shim.ts';

export interface BrokerOptions {
  readonly holder: TokenHolder;
  /** What the gateway says of itself; the last known while it is down. Throws `ClientError`. */
  readonly discover: () => Promise<Discovery>;
  /** The folder that goes in front of PYTHONPATH: the shim's `startup`. */
  readonly shim: string;
  /** Where the socket's folder is made. Default: the system's own place. */
  readonly runtimeFolder?: string;
  /** `socket` (0600, in a 0700 folder) or `port` (127.0.0.1, with proof of the key). Default: the system's. */
  readonly transport?: 'socket' | 'port';
}

/** The credential broker of one person's processes (docs/broker-protocol.md). */
export interface Broker {
  /** What a governed process needs in its environment. `pythonPath`: the PYTHONPATH that it would have had. */
  environment(pythonPath?: string): Readonly<Record<string, string>>;
  /** The living processes that said hello. */
  processes(): readonly GovernedProcess[];
  /** Calls back when a process said hello; returns what ends that. */
  onDidChange(listener: () => void): () => void;
  /** Ends all connections, and removes socket and folder. */
  close(): Promise<void>;
}

/**
 * Starts a broker. Only its own user can reach it: the system lets nobody else into its folder, and on a port nobody
 * else knows the key. Throws `ClientError` code `platform` where there is no safe place for it.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { holder, discover, shim, transport = process.platform === 'win32' ? 'port' : 'socket' } = options;
  const key = new BrokerKey();
  const processes = new ProcessList();
  const places = new BrokerPlaces();
  const changed = new EventEmitter<{ hello: [] }>().setMaxListeners(0);
  const parts = {
    holder,
    discover,
    processes,
    key,
    proves: transport === 'port',
    onHello: () => void changed.emit('hello'),
  };
  const serve = (socket: Socket): void => void serveLine(socket, places, (line) => brokerAnswer(line, parts));
  const server = createServer((socket) => {
    // Node does not tell who is at the other end: the system's own check of folder and socket must still stand.
    if (folder === undefined || isClosed(folder)) serve(socket);
    else socket.destroy();
  });
  const folder = transport === 'port' ? undefined : await newRuntimeFolder(options.runtimeFolder);
  let address: string;
  try {
    if (folder === undefined) server.listen(0, '127.0.0.1');
    else server.listen({ path: join(folder, 'broker.sock'), backlog: 511 });
    await once(server, 'listening');
    address =
      folder === undefined
        ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
        : join(folder, 'broker.sock');
    // The folder is 0700 from its birth: nobody can reach the socket before this.
    if (folder !== undefined) await chmod(address, 0o600);
  } catch (error) {
    server.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  }
  // A broker keeps nobody's process alive.
  server.unref();
  return {
    environment: (pythonPath) => ({
      VECTORGATE_BROKER: address,
      VECTORGATE_BROKER_KEY: key.text,
      PYTHONPATH: withShim(shim, pythonPath),
    }),
    processes: () => processes.living(),
    onDidChange: (listener) => {
      changed.on('hello', listener);
      return () => void changed.off('hello', listener);
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      places.clear();
      await closed;
      changed.removeAllListeners();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

const ofOthers = 0o077;

/** Whether nobody but its owner can enter the folder and speak to the socket in it. */
function isClosed(folder: string): boolean {
  return [folder, join(folder, 'broker.sock')].every((place) => {
    const found = lstatSync(place, { throwIfNoEntry: false });
    return found !== undefined && found.uid === process.getuid?.() && (found.mode & ofOthers) === 0;
  });
}
