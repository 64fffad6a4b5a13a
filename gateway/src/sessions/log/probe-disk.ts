import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Room that has to be there before records are taken again. */
const probeBytes = 64 * 1024;

/** Writes a file durably into the folder and takes it away again. Rejects with what the file system says. */
export async function probeDisk(folder: string): Promise<void> {
  const path = join(folder, 'probe');
  try {
    const handle = await open(path, 'w', 0o600);
    try {
      await handle.writeFile(Buffer.alloc(probeBytes));
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}
