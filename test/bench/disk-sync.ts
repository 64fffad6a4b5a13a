import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';

/** What the disk under the temporary folder takes for one write of so many bytes with its sync, one after the other: median in µs. */
export async function diskSync(bytes: number, writes = 500): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-bench-'));
  const file = await open(join(folder, 'probe'), 'w');
  try {
    const block = randomBytes(bytes);
    const waits: number[] = [];
    for (let n = 0; n < writes; n += 1) {
      const start = performance.now();
      await file.write(block, 0, bytes, n * bytes);
      await file.datasync();
      waits.push((performance.now() - start) * 1000);
    }
    return Math.round(median(waits));
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
}
