import type { FileHandle } from 'node:fs/promises';

/** Bytes of a file: so many, or as many as there are. What a damaged file says of its lengths takes no memory. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const room = Math.max(0, (await handle.stat()).size - position);
  const bytes = Buffer.allocUnsafe(Math.min(length, room));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
