import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findQdrant, noQdrant, type RunningQdrant, startQdrant } from '@vectorgate/demo';
import { type RecordingGrpcStore, startRecordingGrpcStore } from './recording-grpc-store.ts';
import { type StoreWorld, type StoreWorldOptions, startStoreWorld, withMembers } from './store-world.ts';
import { type UnaryAnswer, type UnaryCallOptions, UnaryCalls } from './unary-call.ts';

/** The name under which the world's notebooks know the Qdrant server. */
export const qdrantName = 'qdrant.internal:6333';
/** The same of its gRPC port. */
export const qdrantGrpcName = 'qdrant.internal:6334';
/** What the server demands. */
export const qdrantKey = 'the-key-that-only-the-gateway-has';
const program = await findQdrant();

/** Why tests with Qdrant are skipped; false where they are not. */
export const withoutQdrant: string | false = program === undefined ? noQdrant : false;

/** A world with a real Qdrant server, connection `vectors`. */
export interface QdrantWorld extends StoreWorld {
  readonly qdrant: RunningQdrant;
  /** What went from the gateway to the server over gRPC. */
  readonly recordedGrpc: RecordingGrpcStore;
  /** Calls the store through the gate over gRPC as the shim does. */
  viaGrpc(
    token: string | undefined,
    method: string,
    message: Uint8Array,
    options?: UnaryCallOptions,
  ): Promise<UnaryAnswer>;
  /** Calls the store itself over gRPC, with its key. */
  straightGrpc(method: string, message: Uint8Array): Promise<UnaryAnswer>;
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
  const start = (before?: RunningQdrant): Promise<RunningQdrant> =>
    startQdrant({
      program,
      folder: join(folder, 'data'),
      log: join(folder, 'qdrant.log'),
      apiKey: qdrantKey,
      tokens,
      ...(before && { port: before.port, grpcPort: before.grpcPort }),
    });
  let qdrant = await start();
  const recordedGrpc = await startRecordingGrpcStore(() => qdrant.grpcUrl);
  const calls = new Map<string, UnaryCalls>();
  /** A connection that lives as long as what it goes to. */
  const callsTo = (url: string): UnaryCalls => {
    let made = calls.get(url);
    if (made === undefined || !made.usable) {
      made = new UnaryCalls(url);
      calls.set(url, made);
    }
    return made;
  };
  const world = await startStoreWorld({
    ...options,
    server: {
      url: qdrant.url,
      store: 'qdrant',
      connection: 'vectors',
      knownAs: qdrantName,
      grpc: {
        url: options.straightToServer ? qdrant.grpcUrl : recordedGrpc.url,
        knownAs: qdrantGrpcName,
      },
      key: { header: 'api-key', secret: qdrantKey, ...(tokens && { scheme: 'jwt-rbac' }) },
      stop: async () => {
        for (const one of calls.values()) one.close();
        await recordedGrpc.close();
        await qdrant.stop();
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      },
    },
  });
  return withMembers(world, {
    get qdrant() {
      return qdrant;
    },
    recordedGrpc,
    viaGrpc: (
      token: string | undefined,
      method: string,
      message: Uint8Array,
      { headers, ...more }: UnaryCallOptions = {},
    ) =>
      callsTo(world.gateway?.dataUrl ?? '').call(method, message, {
        headers: {
          'vectorgate-upstream': qdrantGrpcName,
          ...(token !== undefined && { 'vectorgate-token': token }),
          ...headers,
        },
        ...more,
      }),
    straightGrpc: (method: string, message: Uint8Array) =>
      callsTo(qdrant.grpcUrl).call(method, message, { headers: { 'api-key': qdrantKey } }),
    stopServer: () => qdrant.stop(),
    startServer: async () => {
      qdrant = await start(qdrant);
    },
  });
}
