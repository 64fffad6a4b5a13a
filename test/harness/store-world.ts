import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordingStore, startRecordingStore } from './recording-store.ts';
import { startWorld, type World } from './world.ts';

/** A running store's server, and how the gateway is told of it. */
export interface StoreServer {
  readonly url: string;
  /** The word of the configuration. */
  readonly store: string;
  /** The connection's name, for policies. */
  readonly connection: string;
  /** The name under which notebooks know it, host:port. */
  readonly knownAs: string;
  /** The same of its gRPC port, where it has one. */
  readonly grpc?: { readonly url: string; readonly knownAs: string };
  /** What the server demands, in which header, and the scheme by which the gateway shows it where it is another. */
  readonly key?: { readonly header: string; readonly secret: string; readonly scheme?: string };
  readonly stop: () => Promise<void>;
}

/** A world with a further store beside Chroma behind the same gateway. */
export interface StoreWorld extends World {
  /** What went from the gateway to the server. */
  readonly recorded: RecordingStore;
  /** Calls the store through the gate as the shim does. */
  viaGate(token: string | undefined, method: string, path: string, body?: unknown): Promise<Response>;
  /** Calls the store itself, with its key, as an administrator would. */
  straight(method: string, path: string, body?: unknown): Promise<Response>;
}

export interface StoreWorldOptions {
  readonly server: StoreServer;
  readonly policies: Readonly<Record<string, string>>;
  readonly mode?: 'enforce' | 'monitor';
  /** Without the recorder between: for benchmarks. */
  readonly straightToServer?: boolean;
  /** False: only the configuration is written, for tests that start the gateway as a process of its own. */
  readonly gateway?: boolean;
}

const send = (
  url: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Response> =>
  fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

/** Starts one around a server that runs; `close` takes all of it away, the server too. */
export async function startStoreWorld({
  server,
  policies,
  mode = 'enforce',
  straightToServer = false,
  gateway = true,
}: StoreWorldOptions): Promise<StoreWorld> {
  const { url, store, connection, knownAs, grpc, key } = server;
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-store-'));
  const recorded = await startRecordingStore(url);
  const stop = async (): Promise<void> => {
    await recorded.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  let world: World;
  try {
    const file = join(folder, 'store.key');
    if (key !== undefined) await writeFile(file, key.secret, { mode: 0o600 });
    const credential =
      key &&
      `    credential: { ${key.scheme === undefined ? `header: ${key.header}` : `scheme: ${key.scheme}`}, secret: { file: ${file} } }\n`;
    world = await startWorld({
      policies,
      gateway,
      connection: `  - name: ${connection}
    store: ${store}
    address: ${straightToServer ? url : recorded.url}
    knownAs: ["${knownAs}"]
    mode: ${mode}
${grpc === undefined ? '' : `    grpc: { address: ${grpc.url}, knownAs: ["${grpc.knownAs}"] }\n`}${credential ?? ''}`,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  // The world's gateway is another after a restart: it is asked for each time.
  const more: Omit<StoreWorld, keyof World> & Pick<World, 'close'> = {
    recorded,
    close: async () => {
      await world.close();
      await stop();
    },
    viaGate: (token, method, path, body) =>
      send(`${world.gateway?.dataUrl ?? ''}${path}`, method, body, {
        'vectorgate-upstream': knownAs,
        ...(token !== undefined && { 'vectorgate-token': token }),
      }),
    straight: (method, path, body) =>
      send(`${url}${path}`, method, body, key === undefined ? {} : { [key.header]: key.secret }),
  };
  return withMembers(world, more) as StoreWorld;
}

/** A world and further members of it; what the world answers anew each time, it still does. */
export const withMembers = <Base extends World, More extends object>(base: Base, more: More): Base & More =>
  Object.defineProperties(Object.create(base), Object.getOwnPropertyDescriptors(more)) as Base & More;
