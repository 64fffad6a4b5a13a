import { join } from 'node:path';
import { cloneFolder } from '../places.ts';
import { BackgroundProcess } from '../processes/background-process.ts';

const program = join(cloneFolder, 'gateway', 'bin', 'vectorgate-gateway.mjs');
const startSeconds = 60;

/** The gateway's process, answering. */
export interface GatewayProcess {
  /** Resolves when it has ended, whatever the reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** It answers nobody until `goOn`; who asks meanwhile waits. */
  halt(): void;
  goOn(): void;
}

/** Starts the gateway as in production: its own process, its one configuration file. */
export async function startGatewayProcess(
  configuration: string,
  controlUrl: string,
  log: string,
): Promise<GatewayProcess> {
  const gateway = await BackgroundProcess.start({
    name: 'The gateway',
    program: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', program, '--config', configuration],
    environment: process.env,
    folder: cloneFolder,
    log,
  });
  const answers = (): Promise<boolean> =>
    fetch(`${controlUrl}/.well-known/vectorgate`).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
  await gateway.waitUntil(answers, startSeconds);
  return {
    ended: gateway.ended,
    stop: () => gateway.stop(),
    halt: () => gateway.signal('SIGSTOP'),
    goOn: () => gateway.signal('SIGCONT'),
  };
}
