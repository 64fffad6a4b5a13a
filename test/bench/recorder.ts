import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { monotonicFactory } from 'ulidx';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import type { RecordDraft } from '../../gateway/src/sessions/record.ts';

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

const newId = monotonicFactory();

const answer = (bytes: number): Buffer => {
  const hits: object[] = [];
  for (let length = 0; length < bytes; length += 128) {
    hits.push({
      id: randomBytes(6).toString('hex'),
      title: `Case ${randomBytes(8).toString('base64')}`,
      product: 'sync-client',
    });
  }
  return Buffer.from(JSON.stringify(hits)).subarray(0, bytes);
};

const draft = (session: string, request: Buffer, response: Buffer): RecordDraft => ({
  header: {
    id: newId(),
    kind: 'outcome',
    session,
    time: new Date().toISOString(),
    who: { issuer: 'people', subject: 'ana', name: 'Ana', kind: 'person', groups: ['analysts'] },
    client: { agent: 'python-httpx/0.28', session: 'bench', address: '127.0.0.1' },
    connection: 'insights',
    store: 'chroma',
    operations: [],
    decision: {
      effect: 'allow',
      rules: [
        {
          policy: 'customer-insights',
          rule: 'analysts-read',
          file: 'customer-insights.policy.yaml',
          line: 6,
        },
      ],
      revision: { digest: '0'.repeat(64) },
      mode: 'enforce',
    },
    masked: [{ field: 'email', method: 'partial', count: 10 }],
    changes: [],
    outcome: 'delivered',
    status: 200,
    milliseconds: 3,
    sizes: { request: request.length, response: response.length },
  },
  parts: { request, response },
});

/** Writers that each wait for their record to be durable before they bring the next. */
async function measure(writers: number, bytes: number, seconds: number): Promise<RecorderRow> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));
  const recorder = await openRecorder({
    folder,
    masterKey: randomBytes(32),
    logger: pino({ level: 'silent' }),
  });
  try {
    const key = { issuer: 'people', subject: 'ana', connection: 'insights', client: 'bench', token: '' };
    const session = recorder.sessionFor(key, Date.now());
    const request = answer(Math.min(512, bytes / 4));
    const response = answer(bytes - request.length);
    const waits: number[] = [];
    let until = performance.now() + 500;
    const write = async (): Promise<void> => {
      while (performance.now() < until) {
        const start = performance.now();
        await recorder.append(draft(session, request, response));
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
  }
}

/** Measures the recorder on the disk under the temporary folder: durable records, acknowledged after their sync. */
export async function benchRecorder(seconds = 3): Promise<RecorderRow[]> {
  const rows: RecorderRow[] = [];
  for (const [writers, bytes] of [
    [1, 2048],
    [32, 2048],
    [256, 2048],
    [32, 10_240],
  ] as const) {
    rows.push(await measure(writers, bytes, seconds));
  }
  return rows;
}

/** What the disk itself takes for one write of a record's size with its sync, one after the other: median in µs. */
async function diskSync(bytes: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));
  const file = await open(join(folder, 'probe'), 'w');
  try {
    const block = randomBytes(bytes);
    const waits: number[] = [];
    for (let n = 0; n < 500; n += 1) {
      const start = performance.now();
      await file.write(block, 0, bytes, n * bytes);
      await file.datasync();
      waits.push((performance.now() - start) * 1000);
    }
    return Math.round(waits.sort((a, b) => a - b)[250] ?? 0);
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
}

/** The recorder's table in Markdown, with the disk's own figure under it. */
export async function recorderTable(seconds?: number): Promise<string> {
  const rows = await benchRecorder(seconds);
  const cells = rows.map((row) => `| ${Object.values(row).join(' | ')} |`);
  return [
    '| writers | bytes of parts | durable records/s | ack p50 µs | ack p99 µs | CPU µs per record | event loop p99 µs |',
    '|---:|---:|---:|---:|---:|---:|---:|',
    ...cells,
    '',
    `The disk alone, one write of 3 KB with fdatasync at a time: ${await diskSync(3000)} µs (median).`,
  ].join('\n');
}

if (import.meta.main) process.stdout.write(`${await recorderTable()}\n`);
