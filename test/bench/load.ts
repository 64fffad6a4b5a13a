import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cpuSeconds } from './cpu-time.ts';

const run = promisify(execFile);

export interface Load {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Sample {
  readonly requestsPerSecond: number;
  readonly cpuMicroseconds: number;
  readonly p50Microseconds: number;
  readonly failures: number;
}

const microseconds = (text: string | undefined): number => {
  const match = /([\d.]+)(us|ms|s)/.exec(text ?? '');
  return match === null
    ? Number.NaN
    : Number(match[1]) * { us: 1, ms: 1000, s: 1e6 }[match[2] as 'us' | 'ms' | 's'];
};

/** Puts a closed-loop load from wrk (core 1) on one program (core 0) for a bounded time. */
export async function runLoad(
  folder: string,
  name: string,
  load: Load,
  pid: number,
  connections: number,
  seconds: number,
): Promise<Sample> {
  const script = join(folder, 'load.lua');
  const headers = Object.entries(load.headers).map(
    ([k, v]) => `wrk.headers[${JSON.stringify(k)}]=${JSON.stringify(v)}`,
  );
  writeFileSync(script, [`wrk.method='POST'`, `wrk.body=[==[${load.body}]==]`, ...headers].join('\n'));
  const before = cpuSeconds(pid);
  // Not spawnSync: this process answers for the issuer's keys meanwhile.
  const args = [
    '-c',
    '1',
    'wrk',
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--latency',
    '--timeout',
    '20s',
  ];
  const { stdout, stderr } = await run('taskset', [...args, '-s', script, load.url]);
  const used = cpuSeconds(pid) - before;
  const done = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0);
  if (done === 0) throw new Error(`wrk got no answer from ${name}: ${stderr}${stdout}`);
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    cpuMicroseconds: (used * 1e6) / done,
    p50Microseconds: microseconds(/50%\s+(\S+)/.exec(stdout)?.[1]),
    failures: Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0),
  };
}
