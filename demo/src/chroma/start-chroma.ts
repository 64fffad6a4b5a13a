import { BackgroundProcess } from '../processes/background-process.ts';
import { freePort } from '../processes/free-port.ts';
import { pythonProgram } from '../processes/real-parts.ts';

const startSeconds = 60;

// What the command `chroma` does in the end: it imports the client's whole package first, which takes seconds.
const serverProgram = 'import sys, chromadb_rust_bindings as chroma; chroma.cli(["chroma", *sys.argv[1:]])';

/** A running Chroma server on the loopback address. */
export interface RunningChroma {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Resolves when the server has ended, whatever the reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the real Chroma server on a random port; its data lie in `folder`, what it prints in `log`. */
export async function startChroma(folder: string, log: string): Promise<RunningChroma> {
  const host = '127.0.0.1';
  const port = await freePort();
  const server = await BackgroundProcess.start({
    name: 'Chroma',
    program: pythonProgram(),
    args: ['-c', serverProgram, 'run', '--path', folder, '--host', host, '--port', String(port)],
    environment: { ...process.env, ANONYMIZED_TELEMETRY: 'False' },
    folder: process.cwd(),
    log,
  });
  const url = `http://${host}:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(`${url}/api/v2/heartbeat`).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
  await server.waitUntil(answers, startSeconds);
  return { host, port, url, ended: server.ended, stop: () => server.stop() };
}
