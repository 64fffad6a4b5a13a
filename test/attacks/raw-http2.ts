import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Frame types (RFC 9113 section 6). */
export const frameType = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
} as const;
/** Flags. */
export const endStream = 1;
export const endHeaders = 4;
export const ack = 1;

/** The bytes of one frame, whatever they are. */
export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = new Uint8Array(),
  length = payload.length,
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

/** An integer of HPACK with a prefix of seven bits (RFC 7541 section 5.1). */
function hpackLength(length: number): Buffer {
  if (length < 127) return Buffer.from([length]);
  const bytes = [127];
  let rest = length - 127;
  for (; rest >= 128; rest >>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

/** A header block: every field literal, without an index and without Huffman's code. */
export const block = (fields: readonly (readonly [string, string])[]): Buffer =>
  Buffer.concat(
    fields.flatMap(([name, value]) => {
      const [n, v] = [Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')];
      return [Buffer.from([0]), hpackLength(n.length), n, hpackLength(v.length), v];
    }),
  );

export const preface = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  frame(frameType.settings, 0, 0),
]);

export interface SeenFrame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** A connection on which exactly the bytes go out that are written, and what comes back is taken apart. */
export interface RawSession {
  readonly socket: Socket;
  readonly seen: SeenFrame[];
  readonly closed: boolean;
  /** Error codes of GOAWAY and of the reset of a stream, if any came. */
  goaway(): number | undefined;
  reset(stream: number): number | undefined;
  /** Writes, and waits while the other side does not take it. False once the connection is closed. */
  write(bytes: Uint8Array): Promise<boolean>;
}

/** Opens a connection and sends preface and settings. */
export async function openRaw(port: number, first: Uint8Array = preface): Promise<RawSession> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const seen: SeenFrame[] = [];
  let [rest, closed] = [Buffer.alloc(0) as Buffer, false];
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 9) {
      const end = 9 + rest.readUIntBE(0, 3);
      if (rest.length < end) return;
      const [type, flags] = [rest[3]!, rest[4]!];
      seen.push({ type, flags, stream: rest.readUInt32BE(5), payload: rest.subarray(9, end) });
      rest = rest.subarray(end);
    }
  });
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => {
      closed = true;
      resolve();
    });
  });
  const session: RawSession = {
    socket,
    seen,
    get closed() {
      return closed;
    },
    goaway: () => seen.find(({ type }) => type === frameType.goaway)?.payload.readUInt32BE(4),
    reset: (stream) =>
      seen.find((each) => each.type === frameType.reset && each.stream === stream)?.payload.readUInt32BE(0),
    write: async (bytes) => {
      if (closed) return false;
      if (!socket.write(bytes)) await Promise.race([gone, once(socket, 'drain').catch(() => {})]);
      return !closed;
    },
  };
  await session.write(first);
  return session;
}
