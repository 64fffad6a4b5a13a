import { statfs } from 'node:fs/promises';
import { GateError } from '../../errors/gate-error.ts';

/** How often the file system is asked, in milliseconds. */
const interval = 500;

/** Bytes that this user may still write on the file system of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Throws `GateError` code `disk-low` when fewer bytes are free on the folder's file system than `floor`. */
export async function assertRoom(folder: string, floor: number): Promise<void> {
  if (floor === 0 || (await freeBytes(folder)) >= floor) return;
  throw new GateError('disk-low', `Fewer than ${floor} bytes are free in ${folder}.`, {
    reason: 'the disk is nearly full',
    floor,
  });
}

/**
 * Asks again and again whether there is room, and tells `onLow` when there is not: a disk that is really full leaves
 * other programs, and the outcomes of changes under way, without room too. Returns what ends it.
 */
export function watchRoom(folder: string, floor: number, onLow: (error: GateError) => void): () => void {
  if (floor === 0) return () => undefined;
  const timer = setInterval(() => {
    assertRoom(folder, floor).catch((error: unknown) => {
      // What else may be wrong with the folder is found by whoever writes there.
      if (error instanceof GateError) onLow(error);
    });
  }, interval).unref();
  return () => clearInterval(timer);
}
