import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts the data folder on a file system of 4 MB. False when this process may not mount one. */
export async function mountSmallDisk(data: string): Promise<boolean> {
  await mkdir(data);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'vectorgate-test', data]);
  return mounted.status === 0;
}

export const unmountDisk = (data: string): void => void spawnSync('umount', ['-l', data]);

/** Writes until nothing more fits. Returns what makes room again. */
export async function fillDisk(folder: string): Promise<() => Promise<void>> {
  const filler = join(folder, 'filler');
  for (let size = 2 ** 20; size >= 512; size /= 2) {
    let room = true;
    while (room) {
      await appendFile(filler, Buffer.alloc(size)).catch(() => {
        room = false;
      });
    }
  }
  return () => rm(filler);
}

/** Limits how large a file the process may write, while it runs (RLIMIT_FSIZE). Returns what lifts that. */
export function limitFileSize(pid: number, bytes: number): () => void {
  const set = (limit: string): void => {
    const done = spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${limit}:`], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`prlimit: ${done.stderr}`);
  };
  set(String(bytes));
  return () => set('unlimited');
}
