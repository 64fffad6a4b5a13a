import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordsSource } from '../evidence/log/records-source.ts';

/** The records in a folder on this machine's disk. */
export function folderRecords(folder: string): RecordsSource {
  return {
    list: async (name) => {
      try {
        return await readdir(join(folder, name));
      } catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
        throw error;
      }
    },
    size: async (path) => (await stat(join(folder, path))).size,
    read: async (path, offset, length) => {
      const handle = await open(join(folder, path), 'r');
      try {
        // What a damaged file says of its lengths must not decide how much memory is taken.
        const room = Math.max(0, (await handle.stat()).size - offset);
        const bytes = new Uint8Array(Math.min(length, room));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      } finally {
        await handle.close();
      }
    },
  };
}
