import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { benchmarks } from '../bench/benchmarks.ts';
import { checkMasked } from '../bench/check-masked.ts';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '..', 'bench');

/** What a benchmark printed. How long anything took is no test's business. */
const bench = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [join(folder, 'main.ts'), ...args], { timeout: 120_000 })).stdout;

test('every benchmark has a program, and the list names each', async () => {
  const list = await bench('--list');
  for (const { name, program } of benchmarks) {
    assert.ok(existsSync(join(folder, program)), program);
    assert.match(list, new RegExp(`^ {2}${name} `, 'm'));
  }
});

test('a benchmark that there is not is told so, with those that there are', async () => {
  const failed: { code?: number; stderr?: string } = await bench('speed').catch((error) => error);
  assert.equal(failed.code, 2);
  assert.match(failed.stderr ?? '', /no benchmark speed\.[\s\S]*masking-speed/);
});

test('masks leave every other byte as it was', async () => {
  assert.match(await bench('masking-speed', '--seconds', '0.05'), /^\| 100 hits .* \| 333 \|/m);
  const before = '{"metadatas":[[{"email":"ana@acme.com","page":1}]],"documents":[["call 555"]]}';
  const masked = before.replace('ana@acme.com', '••••••••.com');
  assert.equal(checkMasked(Buffer.from(before), Buffer.from(masked)), 1);
  assert.throws(() => checkMasked(Buffer.from(before), Buffer.from(before)), /not masked/);
  assert.throws(() => checkMasked(Buffer.from(before), Buffer.from(masked.replace('1', '2'))), /differs/);
});

test('a log whose writer was killed opens in every state', async () => {
  const rows = (await bench('recovery', '--megabytes', '3', '--bytes', '2048')).trim().split('\n').slice(2);
  assert.equal(rows.length, 4);
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  const records = Number(cells[0]![3]);
  assert.ok(records > 500, rows[0]);
  assert.equal(cells[2]![4], String(records));
  assert.equal(cells[3]![5], 'cut and kept aside');
  assert.equal(cells[3]![3], String(records - 1));
});

test('records are looked for with a log and without one', async () => {
  for (const more of [[], ['--index-only']]) {
    const text = await bench('search', '--records', '2000', '--rounds', '1', ...more);
    assert.match(text, /^\| everything: \(all\) \| 2,000 \|/m);
    assert.match(text, /^\| nothing: .* \| 0 \|/m);
  }
});

test('records are looked into', async () => {
  const text = await bench('looks', '--records', '40', '--rounds', '1');
  assert.match(text, /^\| `text:nowhere` \| masked \| 40 \| 0 \|/m);
  assert.match(text, /^\| `reach:tenant=globex` \| whole \| 40 \| (?:1\d|2\d) \|/m);
});

test('an archive is made, opened and verified', async () => {
  const text = await bench('archive', '--megabytes', '1');
  assert.match(text, /^\| verify \| [\d.]+ \| \d+ \| [\d,]+ \|$/m);
  assert.match(text, /^9\d records, 1 MB; /m);
});

test('durable records are counted at every number of writers', async () => {
  const rows = (await bench('recorder', '--seconds', '0.2')).split('\n').filter((row) => /^\| \d/.test(row));
  assert.equal(rows.length, 4);
  for (const row of rows) assert.ok(Number(row.split('|')[3]) > 0, row);
});

test('the broker answers each of its askers', async () => {
  assert.equal(
    (await bench('broker', '--asks', '50')).match(/^\| .* \| \d+ \| \d+ \| 1000 \|$/gm)?.length,
    2,
  );
});
