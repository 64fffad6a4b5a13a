import * as fs from 'node:fs';
import { promisify } from 'node:util';

/** The file operations that the log's writer needs; tests put a failing disk in their place. */
export interface LogFiles {
  open(path: string, flags: 'r+' | 'wx'): Promise<number>;
  /** Returns the bytes written, which may be fewer than there are. */
  write(descriptor: number, buffers: readonly Uint8Array[], position: number): Promise<number>;
  fdatasync(descriptor: number): Promise<void>;
  ftruncate(descriptor: number, length: number): Promise<void>;
  close(descriptor: number): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Makes names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Device and inode under a path now; undefined when there is nothing. */
  identify(path: string): string | undefined;
}

const open = promisify(fs.open);
const close = promisify(fs.close);
const fsync = promisify(fs.fsync);

/** The real disk. */
export const diskFiles: LogFiles = {
  open: (path, flags) => open(path, flags, 0o600),
  write: (descriptor, buffers, position) =>
    new Promise((resolve, reject) => {
      const done = (error: Error | null, written: number): void => (error ? reject(error) : resolve(written));
      const only = buffers.length === 1 ? buffers[0] : undefined;
      if (only !== undefined) fs.write(descriptor, only, 0, only.length, position, done);
      else fs.writev(descriptor, buffers, position, done);
    }),
  fdatasync: promisify(fs.fdatasync),
  ftruncate: promisify(fs.ftruncate),
  close,
  unlink: promisify(fs.unlink),
  syncFolder: async (path) => {
    const descriptor = await open(path, 'r');
    try {
      await fsync(descriptor);
    } finally {
      await close(descriptor);
    }
  },
  identify: (path) => {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    return found && `${found.dev}:${found.ino}`;
  },
};
