import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { exportSize, writeExport } from './write-export.ts';

test('an export is written whole, for its owner alone; what breaks off or is ended leaves nothing', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-export-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.vgsession');
  const of = (...chunks: readonly (string | Error)[]): ReadableStream<Uint8Array> => {
    const rest = [...chunks];
    return new ReadableStream({
      pull: (controller) => {
        const chunk = rest.shift();
        if (chunk === undefined) controller.close();
        else if (chunk instanceof Error) controller.error(chunk);
        else controller.enqueue(Buffer.from(chunk));
      },
    });
  };
  const told: number[] = [];
  assert.equal(await writeExport(of('abc', 'de'), path, { progress: (bytes) => told.push(bytes) }), 5);
  assert.deepEqual([await readFile(path, 'utf8'), told], ['abcde', [3, 5]]);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await rm(path);
  const failed = (error: unknown) => error instanceof ClientError && error.code === 'export-failed';
  await assert.rejects(writeExport(of('abc', new Error('gone')), path), failed);
  await assert.rejects(writeExport(of('abc', 'de'), path, { signal: AbortSignal.abort() }), failed);
  assert.deepEqual(await readdir(folder), []);
  assert.equal(exportSize(1), '1 kB');
  assert.equal(exportSize(12_345_678), '12.3 MB');
});
