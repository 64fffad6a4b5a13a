// npm run bench -- recovery [--megabytes 1000] [--bytes 10240]: how long the records take to open after a kill.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { type OpenReport, openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import { recordFolders } from '../../gateway/src/sessions/record-folders.ts';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    bytes: { type: 'string', default: '10240' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- recovery [--megabytes 1000] [--bytes 10240]: opens a log of that size, of records with so many bytes of parts.\n',
  );
  process.exit(0);
}

const folder = await mkdtemp(join(tmpdir(), 'vectorgate-recovery-'));
const masterKey = randomBytes(32);
const places = recordFolders(folder);

const segments = async (): Promise<string[]> =>
  (await readdir(places.segments)).sort().map((name) => join(places.segments, name));

async function logBytes(): Promise<number> {
  let bytes = 0;
  for (const file of await segments()) bytes += (await stat(file)).size;
  return bytes;
}

/** Fills the log, and kills who did it in the middle of a write. */
async function fill(): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'recovery-writer.ts'),
      folder,
      masterKey.toString('hex'),
      String(Number(values.megabytes) * 1e6),
      values.bytes,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const enough = once(child.stdout!, 'data').then(() => true);
  if (!(await Promise.race([enough, ended.then(() => false)]))) throw new Error('the writer ended by itself');
  child.kill('SIGKILL');
  await ended;
}

async function open(what: string): Promise<string> {
  const bytes = await logBytes();
  const from = performance.now();
  const recorder = await openRecorder({ folder, masterKey, logger: pino({ level: 'silent' }) });
  const seconds = (performance.now() - from) / 1000;
  const report: OpenReport = recorder.report;
  await recorder.close();
  if (report.lost > 0) throw new Error(`${report.lost} acknowledged records are gone`);
  const torn = report.torn === undefined ? 'none' : 'cut and kept aside';
  return `| ${what} | ${(bytes / 1e6).toFixed(0)} | ${report.records} | ${report.indexed} | ${torn} | ${seconds.toFixed(2)} |\n`;
}

try {
  await fill();
  let rows = await open('after a kill under load');
  rows += await open('once more, all in order');
  await rm(places.index, { force: true });
  for (const behind of ['-wal', '-shm']) await rm(`${places.index}${behind}`, { force: true });
  rows += await open('the index deleted');
  await rm(places.index, { force: true });
  const last = (await segments()).at(-1)!;
  await truncate(last, (await stat(last)).size - 5);
  rows += await open('the index deleted, the last record torn');
  process.stdout.write(
    `| what happened | MB of log | records | read into the index | torn tail | open s |\n|---|---:|---:|---:|---|---:|\n${rows}`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
