import type { Readable } from 'node:stream';

/** More than any gateway takes. */
export const mostBytes = 256 * 2 ** 20;

/** All that a request sends; undefined where it is longer than any gateway would have taken. */
export async function readWhole(request: Readable): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request) {
    length += (piece as Buffer).length;
    if (length <= mostBytes) pieces.push(piece as Buffer);
    else pieces.length = 0;
  }
  return length > mostBytes ? undefined : Buffer.concat(pieces);
}
