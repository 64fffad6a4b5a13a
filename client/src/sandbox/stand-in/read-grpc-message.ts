import type { ServerHttp2Stream } from 'node:http2';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { prefixBytes } from '@vectorgate/store-messages/grpc';
import { mostBytes, readWhole } from './read-whole.ts';

const inflate = promisify(gunzip);

/** The one message of a call, decompressed; or why there is none that a gateway would have taken. */
export async function readGrpcMessage(
  stream: ServerHttp2Stream,
  encoding: string | undefined,
): Promise<Uint8Array | { readonly unreadable: string }> {
  const body = await readWhole(stream);
  if (body === undefined) return { unreadable: 'its message is longer than any gateway takes' };
  if (body.length < prefixBytes || body.readUInt32BE(1) !== body.length - prefixBytes || body[0]! > 1)
    return { unreadable: 'it is not one message' };
  const message = body.subarray(prefixBytes);
  if (body[0] === 0) return message;
  if (encoding !== 'gzip') return { unreadable: 'its message is compressed by a way that no gateway takes' };
  try {
    return await inflate(message, { maxOutputLength: mostBytes });
  } catch {
    return { unreadable: 'its message cannot be decompressed' };
  }
}
