// npm run bench -- record-stores [--rounds 5] [--seconds 1] [--bytes 2048]: our recorder beside databases, by turns.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ulid } from 'ulidx';
import { startPostgres } from '../harness/postgres.ts';
import { diskSync } from './disk-sync.ts';
import { median } from './median.ts';
import { recordDraft } from './record-draft.ts';
import { ourRecorder } from './record-stores/our-recorder.ts';
import { postgres } from './record-stores/postgres.ts';
import type { RecordStore, StoreKind } from './record-stores/record-store.ts';
import { sqlJs } from './record-stores/sql-js.ts';
import { sqlite } from './record-stores/sqlite.ts';
import { someAnswer } from './some-answer.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    bytes: { type: 'string', default: '2048' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- record-stores [--rounds 5] [--seconds 1] [--bytes 2048]: durable records in a second, and how long each waits; signed and not, beside PostgreSQL, SQLite and sql.js, by turns.\n',
  );
  process.exit(0);
}

/** Of content in a record: a request, and an answer that is the rest. */
const bytes = Number(values.bytes);
const request = someAnswer(512);
const response = someAnswer(bytes - request.length);

interface Turn {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly loop: number;
  readonly cpu: number;
}

async function turn(store: RecordStore, writers: number, seconds: number): Promise<Turn> {
  const session = ulid();
  const waits: number[] = [];
  let until = performance.now() + 150;
  const write = async (): Promise<void> => {
    while (performance.now() < until) {
      const start = performance.now();
      await store.append(recordDraft(session, request, response));
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
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  waits.sort((a, b) => a - b);
  const at = (share: number): number => waits[Math.floor(waits.length * share)] ?? 0;
  return {
    perSecond: waits.length / took,
    p50: at(0.5),
    p99: at(0.99),
    loop: delay.percentile(99) / 1000,
    cpu: (user + system) / waits.length,
  };
}

const folder = await mkdtemp(join(tmpdir(), 'vectorgate-record-stores-'));
const server = await startPostgres({ durable: true });
try {
  const kinds: readonly StoreKind[] = [
    ourRecorder(true),
    ourRecorder(false),
    sqlite(true),
    sqlite(false),
    postgres(server, true),
    postgres(server, false),
    sqlJs(true),
    sqlJs(false),
  ];
  const turns = new Map<string, Turn[]>();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Another order each time: what the machine does besides meets all alike.
    const order = kinds.map((_, at) => kinds[(at * 3 + round) % kinds.length]!);
    for (const writers of [1, 32])
      for (const kind of order) {
        const place = await mkdtemp(join(folder, 'store-'));
        const store = await kind.open(place);
        const key = `${writers} ${kind.name}`;
        turns.set(key, [...(turns.get(key) ?? []), await turn(store, writers, Number(values.seconds))]);
        await store.close();
        await rm(place, { recursive: true });
      }
  }
  const cell = (writers: number, kind: StoreKind, of: keyof Turn): string =>
    Math.round(median((turns.get(`${writers} ${kind.name}`) ?? []).map((one) => one[of]))).toLocaleString(
      'en',
    );
  process.stdout.write(
    '| kept in | 32 writers: records/s | ack p50 / p99 µs | CPU µs | event loop p99 µs | 1 writer: records/s | ack p50 / p99 µs |\n|---|---:|---:|---:|---:|---:|---:|\n',
  );
  for (const kind of kinds)
    process.stdout.write(
      `| ${kind.name} | ${cell(32, kind, 'perSecond')} | ${cell(32, kind, 'p50')} / ${cell(32, kind, 'p99')} | ${cell(32, kind, 'cpu')} | ${cell(32, kind, 'loop')} | ${cell(1, kind, 'perSecond')} | ${cell(1, kind, 'p50')} / ${cell(1, kind, 'p99')} |\n`,
    );
  process.stdout.write(
    `\n${bytes} bytes of content a record; medians of ${values.rounds} rounds of ${values.seconds} s. The disk alone, one write of 3 KB with fdatasync at a time: ${await diskSync(3000)} µs (median).\n`,
  );
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
