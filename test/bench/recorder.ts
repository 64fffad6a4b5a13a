import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import { diskSync } from './disk-sync.ts';
import { recordDraft } from './record-draft.ts';
import { someAnswer } from './some-answer.ts';

/** One row of the recorder's table. Times in microseconds. */
export interface RecorderRow {
  readonly writers: number;
  readonly bytes: number;
  readonly recordsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** User and system time of the whole process per record. */
  readonly cpu: number;
  /** Event loop delay, 99th percentile. */
  readonly loopP99: number;
}

/** Writers that each wait for their record to be durable before they bring the next. */
async function measure(
  writers: number,
  bytes: number,
  seconds: number,
  signed: boolean,
): Promise<RecorderRow> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));
  const publish = await mkdtemp(join(tmpdir(), 'vectorgate-bench-published-'));
  const recorder = await openRecorder({
    folder,
    masterKey: randomBytes(32),
    logger: pino({ level: 'silent' }),
    ...(signed && {
      evidence: { signingKey: randomBytes(32), everyRecords: 10_000, everySeconds: 30, publish },
    }),
  });
  try {
    const key = { issuer: 'people', subject: 'ana', connection: 'insights', client: 'bench', token: '' };
    const session = recorder.sessionFor(key, Date.now());
    const request = someAnswer(Math.min(512, bytes / 4));
    const response = someAnswer(bytes - request.length);
    const waits: number[] = [];
    let until = performance.now() + 500;
    const write = async (): Promise<void> => {
      while (performance.now() < until) {
        const start = performance.now();
        await recorder.append(recordDraft(session, request, response));
        waits.push((performance.now() - start) * 1000);
      }
    };
    const all = (): Promise<unknown> => Promise.all(Array.from({ length: writers }, write));
    await all();
    waits.length = 0;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const cpu = process.cpuUsage();
    const start = performance.now();
    until = start + seconds * 1000;
    await all();
    const took = (performance.now() - start) / 1000;
    const used = process.cpuUsage(cpu);
    delay.disable();
    waits.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(waits[Math.floor(waits.length * share)] ?? 0);
    return {
      writers,
      bytes,
      recordsPerSecond: Math.round(waits.length / took),
      p50: at(0.5),
      p99: at(0.99),
      cpu: Math.round((used.user + used.system) / waits.length),
      loopP99: Math.round(delay.percentile(99) / 1000),
    };
  } finally {
    await recorder.close();
    await rm(folder, { recursive: true });
    await rm(publish, { recursive: true });
  }
}

/**
 * Measures the recorder on the disk under the temporary folder: durable records, acknowledged after their sync. `signed`:
 * with a tree over them whose checkpoints are signed and published, as a gateway has it.
 */
export async function benchRecorder(seconds = 3, signed = true): Promise<RecorderRow[]> {
  const rows: RecorderRow[] = [];
  for (const [writers, bytes] of [
    [1, 2048],
    [32, 2048],
    [256, 2048],
    [32, 10_240],
  ] as const) {
    rows.push(await measure(writers, bytes, seconds, signed));
  }
  return rows;
}

/** The recorder's table in Markdown, with the disk's own figure under it. */
export async function recorderTable(seconds?: number, signed?: boolean): Promise<string> {
  const rows = await benchRecorder(seconds, signed);
  const cells = rows.map((row) => `| ${Object.values(row).join(' | ')} |`);
  return [
    '| writers | bytes of parts | durable records/s | ack p50 µs | ack p99 µs | CPU µs per record | event loop p99 µs |',
    '|---:|---:|---:|---:|---:|---:|---:|',
    ...cells,
    '',
    `The disk alone, one write of 3 KB with fdatasync at a time: ${await diskSync(3000)} µs (median).`,
  ].join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '3' }, unsigned: { type: 'boolean', default: false } },
  });
  process.stdout.write(`${await recorderTable(Number(values.seconds), !values.unsigned)}\n`);
}
