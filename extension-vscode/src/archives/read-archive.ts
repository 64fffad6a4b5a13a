import { open } from 'node:fs/promises';

/** Bytes that are read at once: between two pieces it is told how many there are. */
const piece = 16_000_000;

/** The bytes of a file, told as they come. */
export async function readArchive(
  path: string,
  progress: (read: number, of: number) => void,
): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(piece, size - at), at);
      // It became shorter meanwhile: then it is one that is cut short.
      if (bytesRead === 0) return bytes.subarray(0, at);
      at += bytesRead;
      progress(at, size);
    }
    return bytes;
  } finally {
    await file.close();
  }
}
