import type { IncomingMessage } from 'node:http';

/** More than any gateway takes. */
const mostBytes = 256 * 2 ** 20;

/** The whole body; undefined where it is longer than any gateway would have taken. */
export async function readRequestBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request) {
    length += (piece as Buffer).length;
    if (length <= mostBytes) pieces.push(piece as Buffer);
    else pieces.length = 0;
  }
  return length > mostBytes ? undefined : Buffer.concat(pieces);
}
