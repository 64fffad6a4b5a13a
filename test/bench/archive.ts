// npm run bench -- archive [--megabytes 100] [--bytes 8192]: how fast an archive of recorded sessions is made and verified.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openArchive } from '@vectorgate/policy-schema/archive';
import { openArchiveFile } from '@vectorgate/policy-schema/archive-file';
import { benchRecorder } from './bench-recorder.ts';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '100' },
    bytes: { type: 'string', default: '8192' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- archive [--megabytes 100] [--bytes 8192]: an archive of about so many MB, of records whose answers have so many bytes.\n',
  );
  process.exit(0);
}

const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));
const seconds = (from: number): number => (performance.now() - from) / 1000;
const row = (what: string, took: number, bytes: number, records: number): void => {
  const speed = `${(bytes / 1e6 / took).toFixed(0)} | ${Math.round(records / took).toLocaleString('en')}`;
  process.stdout.write(`| ${what} | ${took.toFixed(2)} | ${speed} |\n`);
};

try {
  const recorder = await benchRecorder(folder, Number(values.megabytes), Number(values.bytes));
  const { records: count } = recorder;
  const path = join(folder, 'bench.vgsession');
  const make = async (): Promise<number> => {
    const from = performance.now();
    await recorder.archive(path);
    return seconds(from);
  };
  process.stdout.write('| | s | MB/s | records/s |\n|---|---:|---:|---:|\n');
  const first = await make();
  const { size: bytes } = await stat(path);
  row('export, the first of this log', first, bytes, count);
  row('export, once its leaf hashes are there', await make(), bytes, count);
  let from = performance.now();
  const opened = await openArchiveFile(path);
  const archive = await openArchive(opened.rows);
  await archive.sessions();
  await archive.steps({ most: 100 });
  row('open, and show the first 100 steps', seconds(from), bytes, count);
  from = performance.now();
  const report = await archive.verify();
  row('verify', seconds(from), bytes, count);
  await opened.close();
  await recorder.close();
  if (!report.ok || report.proved !== count)
    throw new Error(`the archive does not verify: ${JSON.stringify(report.problems)}`);
  process.stdout.write(
    `\n${count.toLocaleString('en')} records, ${(bytes / 1e6).toFixed(0)} MB; resident memory at the end: ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB.\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
