import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readArchive } from './read-archive.ts';

test('a file is read whole, told piece by piece; one that is gone rejects', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-read-'));
  try {
    const path = join(folder, 'large');
    const content = Buffer.alloc(17_000_000, 'vectorgate ');
    await writeFile(path, content);
    const told: (readonly [number, number])[] = [];
    const bytes = await readArchive(path, (read, of) => told.push([read, of]));
    assert.equal(Buffer.compare(bytes, content), 0);
    assert.deepEqual(told, [
      [16_000_000, 17_000_000],
      [17_000_000, 17_000_000],
    ]);
    await assert.rejects(
      readArchive(join(folder, 'none'), () => {}),
      { code: 'ENOENT' },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
