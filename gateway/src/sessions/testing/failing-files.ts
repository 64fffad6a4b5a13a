import { diskFiles, type LogFiles } from '../log/log-files.ts';

/** A disk on which operations can be made to fail, in the way in which real ones do. */
export class FailingFiles implements LogFiles {
  /** Bytes that still fit; what does not fit is written in part, and the next write fails. */
  room = Number.POSITIVE_INFINITY;
  /** Fails the next sync with this code. */
  syncError: string | undefined;
  /** Fails every open of a new file with this code. */
  openError: string | undefined;
  /** Most bytes that one write takes. */
  atOnce = Number.POSITIVE_INFINITY;
  /** Waits before every sync. */
  beforeSync: (() => Promise<void>) | undefined;
  syncs = 0;
  readonly truncated: number[] = [];

  async open(path: string, flags: 'r+' | 'wx'): Promise<number> {
    if (flags === 'wx' && this.openError !== undefined) throw failure(this.openError);
    return diskFiles.open(path, flags);
  }

  async write(descriptor: number, buffers: readonly Uint8Array[], position: number): Promise<number> {
    const bytes = Buffer.concat(buffers);
    const taken = Math.min(bytes.length, this.room, this.atOnce);
    if (taken === 0) throw failure('ENOSPC');
    this.room -= taken;
    return diskFiles.write(descriptor, [bytes.subarray(0, taken)], position);
  }

  async fdatasync(descriptor: number): Promise<void> {
    await this.beforeSync?.();
    this.syncs += 1;
    if (this.syncError !== undefined) {
      const code = this.syncError;
      this.syncError = undefined;
      throw failure(code);
    }
    return diskFiles.fdatasync(descriptor);
  }

  ftruncate(descriptor: number, length: number): Promise<void> {
    this.truncated.push(length);
    return diskFiles.ftruncate(descriptor, length);
  }

  close(descriptor: number): Promise<void> {
    return diskFiles.close(descriptor);
  }

  unlink(path: string): Promise<void> {
    return diskFiles.unlink(path);
  }

  syncFolder(path: string): Promise<void> {
    return diskFiles.syncFolder(path);
  }

  identify(path: string): string | undefined {
    return diskFiles.identify(path);
  }
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });
