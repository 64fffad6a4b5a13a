import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A gateway in a process of its own, which a test may kill. */
export interface GatewayProcess {
  readonly dataUrl: string;
  readonly pid: number;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Ends it as an operator does. Returns its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `vectorgate-gateway --config FILE`. Rejects with what it said when it does not start. */
export async function startGatewayProcess(configurationFile: string): Promise<GatewayProcess> {
  const program = new URL('../../gateway/bin/vectorgate-gateway.mjs', import.meta.url).pathname;
  const child: ChildProcess = spawn(process.execPath, [program, '--config', configurationFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr! })) {
    said.push(line);
    const match = /data plane (\S+),/.exec(line);
    if (match?.[1] === undefined) continue;
    child.stderr!.resume();
    return {
      dataUrl: match[1],
      pid: child.pid!,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
      stop: async () => {
        child.kill('SIGTERM');
        return ended;
      },
    };
  }
  throw new Error(`the gateway did not start:\n${said.join('\n')}`);
}
