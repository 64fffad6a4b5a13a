import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endWithUs } from '@vectorgate/demo';

/** A gateway in a process of its own, which a test may kill. */
export interface GatewayProcess {
  readonly dataUrl: string;
  readonly pid: number;
  /** What it said to people so far, line by line. */
  readonly said: readonly string[];
  /** Resolves with its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Ends it as an operator does. Returns its exit code. */
  stop(): Promise<number | null>;
}

export interface GatewayProcessOptions {
  /** Program and arguments that start it, e.g. one that takes rights away first. */
  readonly under?: readonly string[];
  /** Arguments of Node. */
  readonly node?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Where its log goes: a file descriptor, or a pipe that the caller gets. Default: nowhere. */
  readonly log?: number | ((child: ChildProcess) => void);
}

/** Starts `vectorgate-gateway --config FILE`. Rejects with what it said when it does not start. */
export async function startGatewayProcess(
  configurationFile: string,
  { under = [], node = [], environment, log }: GatewayProcessOptions = {},
): Promise<GatewayProcess> {
  const main = new URL('../../gateway/bin/vectorgate-gateway.mjs', import.meta.url).pathname;
  const [program = '', ...args] = [...under, process.execPath, ...node, main, '--config', configurationFile];
  const child = spawn(program, args, {
    stdio: ['ignore', typeof log === 'number' ? log : log === undefined ? 'ignore' : 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const letGo = endWithUs(child);
  if (typeof log === 'function') log(child);
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      letGo();
      resolve(code);
    }),
  );
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr! });
  const dataUrl = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line);
      const match = /data plane (\S+),/.exec(line);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    lines.once('close', () => reject(new Error(`the gateway did not start:\n${said.join('\n')}`)));
    child.once('error', reject);
  });
  return {
    dataUrl,
    pid: child.pid!,
    said,
    ended,
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
