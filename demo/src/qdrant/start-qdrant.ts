import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BackgroundProcess } from '../processes/background-process.ts';
import { freePort } from '../processes/free-port.ts';

const startSeconds = 60;

/** A running Qdrant server on the loopback address. */
export interface RunningQdrant {
  readonly host: string;
  /** Of REST. */
  readonly port: number;
  readonly grpcPort: number;
  readonly url: string;
  readonly grpcUrl: string;
  /** Resolves when the server has ended, whatever the reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface QdrantOptions {
  readonly program: string;
  /** Its data lie below it. */
  readonly folder: string;
  readonly log: string;
  /** What it demands of whoever asks. */
  readonly apiKey?: string;
  /** Whether it takes tokens that are signed with the key, and does what they allow. */
  readonly tokens?: boolean;
  /** Of REST. Default: a free one. */
  readonly port?: number;
  /** Default: a free one. */
  readonly grpcPort?: number;
}

/** Starts a real Qdrant server on random ports. */
export async function startQdrant({
  program,
  folder,
  log,
  apiKey,
  tokens,
  port: wanted,
  grpcPort: wantedForGrpc,
}: QdrantOptions): Promise<RunningQdrant> {
  const host = '127.0.0.1';
  const [port, grpcPort] = [wanted ?? (await freePort()), wantedForGrpc ?? (await freePort())];
  await mkdir(folder, { recursive: true });
  const server = await BackgroundProcess.start({
    name: 'Qdrant',
    program,
    args: [],
    environment: {
      ...process.env,
      QDRANT__SERVICE__HOST: host,
      QDRANT__SERVICE__HTTP_PORT: String(port),
      QDRANT__SERVICE__GRPC_PORT: String(grpcPort),
      QDRANT__STORAGE__STORAGE_PATH: join(folder, 'storage'),
      QDRANT__STORAGE__SNAPSHOTS_PATH: join(folder, 'snapshots'),
      QDRANT__TELEMETRY_DISABLED: 'true',
      ...(apiKey !== undefined && { QDRANT__SERVICE__API_KEY: apiKey }),
      ...(tokens && { QDRANT__SERVICE__JWT_RBAC: 'true' }),
    },
    folder,
    log,
  });
  const url = `http://${host}:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(`${url}/readyz`).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
  await server.waitUntil(answers, startSeconds);
  const grpcUrl = `http://${host}:${grpcPort}`;
  return { host, port, grpcPort, url, grpcUrl, ended: server.ended, stop: () => server.stop() };
}
