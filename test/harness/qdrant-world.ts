import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findQdrant, noQdrant, type RunningQdrant, startQdrant } from '@vectorgate/demo';
import { type StoreWorld, type StoreWorldOptions, startStoreWorld, withMembers } from './store-world.ts';

/** The name under which the world's notebooks know the Qdrant server. */
export const qdrantName = 'qdrant.internal:6333';
/** What the server demands. */
export const qdrantKey = 'the-key-that-only-the-gateway-has';
const program = await findQdrant();

/** Why tests with Qdrant are skipped; false where they are not. */
export const withoutQdrant: string | false = program === undefined ? noQdrant : false;

/** A world with a real Qdrant server, connection `vectors`. */
export interface QdrantWorld extends StoreWorld {
  readonly qdrant: RunningQdrant;
  /** Ends the server, and starts it again over the same data at the same address. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
}

export interface QdrantWorldOptions extends Omit<StoreWorldOptions, 'server'> {
  /** The gateway shows the server a token for each request instead of the key. */
  readonly tokens?: boolean;
}

/** Starts one; `close` takes all of it away. @throws where there is no server: ask `withoutQdrant` first */
export async function startQdrantWorld({
  tokens = false,
  ...options
}: QdrantWorldOptions): Promise<QdrantWorld> {
  if (program === undefined) throw new Error(noQdrant);
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-qdrant-'));
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
  const world = await startStoreWorld({
    ...options,
    server: {
      url: qdrant.url,
      store: 'qdrant',
      connection: 'vectors',
      knownAs: qdrantName,
      key: { header: 'api-key', secret: qdrantKey, ...(tokens && { scheme: 'jwt-rbac' }) },
      stop: async () => {
        await qdrant.stop();
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      },
    },
  });
  return withMembers(world, {
    get qdrant() {
      return qdrant;
    },
    stopServer: () => qdrant.stop(),
    startServer: async () => {
      qdrant = await start(qdrant.port);
    },
  });
}
