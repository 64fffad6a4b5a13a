import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cpuSeconds } from '../cpu-time.ts';
import type { Sample } from '../load.ts';
import { median } from '../median.ts';

const run = promisify(execFile);

/** Calls of one method, the same message again and again. */
export interface GrpcLoad {
  readonly url: string;
  readonly message: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
  readonly connections: number;
  /** Calls under way on each connection. */
  readonly streams: number;
  /** Bytes that an answer's message has at least: an error is over HTTP a success too. */
  readonly answerBytes: number;
}

/** A message behind its prefix, as a body. */
export function body(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/**
 * Puts a closed-loop load from h2load (core 1) on one program (core 0) for a bounded time. Without `pid` no processor
 * time is told.
 */
export async function runGrpcLoad(
  folder: string,
  name: string,
  load: GrpcLoad,
  pid: number | undefined,
  seconds: number,
): Promise<Sample> {
  const file = join(folder, 'message.bin');
  const log = join(folder, 'h2load.log');
  writeFileSync(file, body(load.message));
  rmSync(log, { force: true });
  const headers = {
    'content-type': 'application/grpc',
    te: 'trailers',
    'user-agent': 'grpc-bench',
    ...load.metadata,
  };
  const before = pid === undefined ? 0 : cpuSeconds(pid);
  const { stdout, stderr } = await run('taskset', [
    ...['-c', '1', 'h2load', '-t1', `-c${load.connections}`, `-m${load.streams}`, `-D${seconds}`],
    ...['-d', file, `--log-file=${log}`],
    ...Object.entries(headers).flatMap(([key, value]) => ['-H', `${key}: ${value}`]),
    load.url,
  ]);
  const used = pid === undefined ? Number.NaN : cpuSeconds(pid) - before;
  const done = Number(/, (\d+) succeeded/.exec(stdout)?.[1] ?? 0);
  if (done === 0) throw new Error(`h2load got no answer from ${name}: ${stderr}${stdout}`);
  const data = Number(/\((\d+)\) data/.exec(stdout)?.[1] ?? 0);
  const times = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Number(line.split('\t')[2]));
  return {
    requestsPerSecond: Number(/, ([\d.]+) req\/s/.exec(stdout)?.[1]),
    cpuMicroseconds: (used * 1e6) / done,
    p50Microseconds: median(times),
    // Those under way when the time is over are counted as failed by h2load itself; an error of gRPC's is a short success.
    failures: data < done * load.answerBytes * 0.9 ? done : 0,
  };
}
