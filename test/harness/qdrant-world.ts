import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findQdrant, noQdrant, type RunningQdrant, startQdrant } from '@vectorgate/demo';
import { type RecordingStore, startRecordingStore } from './recording-store.ts';
import { startWorld, type World } from './world.ts';

/** The name under which the world's notebooks know the Qdrant server. */
export const qdrantName = 'qdrant.internal:6333';
/** What the server demands. */
export const qdrantKey = 'the-key-that-only-the-gateway-has';
const program = await findQdrant();

/** Why tests with Qdrant are skipped; false where they are not. */
export const withoutQdrant: string | false = program === undefined ? noQdrant : false;

/** A world with a second store: a real Qdrant server, connection `vectors`, beside Chroma behind the same gateway. */
export interface QdrantWorld extends World {
  readonly qdrant: RunningQdrant;
  /** What went from the gateway to the server. */
  readonly recorded: RecordingStore;
  /** Ends the server, and starts it again over the same data at the same address. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Calls Qdrant through the gate as the shim does. */
  viaGate(token: string | undefined, method: string, path: string, body?: unknown): Promise<Response>;
  /** Calls Qdrant itself, with its key, as an administrator would. */
  straight(method: string, path: string, body?: unknown): Promise<Response>;
}

export interface QdrantWorldOptions {
  readonly policies: Readonly<Record<string, string>>;
  readonly mode?: 'enforce' | 'monitor';
  /** The gateway shows the server a token for each request instead of the key. */
  readonly tokens?: boolean;
  /** Without the recorder between: for benchmarks. */
  readonly straightToServer?: boolean;
}

/** Starts one; `close` takes all of it away. @throws where there is no server: ask `withoutQdrant` first */
export async function startQdrantWorld({
  policies,
  mode = 'enforce',
  tokens = false,
  straightToServer = false,
}: QdrantWorldOptions): Promise<QdrantWorld> {
  if (program === undefined) throw new Error(noQdrant);
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-qdrant-'));
  const key = join(folder, 'qdrant.key');
  await writeFile(key, qdrantKey, { mode: 0o600 });
  const start = (port?: number): Promise<RunningQdrant> =>
    startQdrant({
      program,
      folder: join(folder, 'data'),
      log: join(folder, 'qdrant.log'),
      apiKey: qdrantKey,
      tokens,
      ...(port !== undefined && { port }),
    });
  let qdrant = await start();
  const recorded = await startRecordingStore(qdrant.url);
  const stop = async (): Promise<void> => {
    await recorded.close();
    await qdrant.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  let world: World;
  try {
    world = await startWorld({
      policies,
      connection: `  - name: vectors
    store: qdrant
    address: ${straightToServer ? qdrant.url : recorded.url}
    knownAs: ["${qdrantName}"]
    mode: ${mode}
    credential: { ${tokens ? 'scheme: jwt-rbac' : 'header: api-key'}, secret: { file: ${key} } }
`,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const send = (
    url: string,
    method: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Response> =>
    fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const close = async (): Promise<void> => {
    await world.close();
    await stop();
  };
  // The world's gateway is another after a restart: it is asked for each time.
  const more: Omit<QdrantWorld, keyof World> & Pick<World, 'close'> = {
    get qdrant() {
      return qdrant;
    },
    recorded,
    close,
    stopServer: () => qdrant.stop(),
    startServer: async () => {
      qdrant = await start(qdrant.port);
    },
    viaGate: (token, method, path, body) =>
      send(`${world.gateway?.dataUrl ?? ''}${path}`, method, body, {
        'vectorgate-upstream': qdrantName,
        ...(token !== undefined && { 'vectorgate-token': token }),
      }),
    straight: (method, path, body) => send(`${qdrant.url}${path}`, method, body, { 'api-key': qdrantKey }),
  };
  return Object.defineProperties(
    Object.create(world) as World,
    Object.getOwnPropertyDescriptors(more),
  ) as QdrantWorld;
}
