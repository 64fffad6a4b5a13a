import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2';

/** The end of a call as tests look at it. */
export interface UnaryAnswer {
  /** -1 where the call ended without one. */
  readonly status: number;
  readonly details: string;
  /** Head and trailers. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Of a call that is OK. */
  readonly message?: Buffer;
  /** Every byte of the body that came. */
  readonly body: Buffer;
}

export interface UnaryCallOptions {
  /** Further headers, or others in the stead of the usual ones; of a list each stands by itself. */
  readonly headers?: OutgoingHttpHeaders;
  /** The body in the stead of the one message behind its prefix. */
  readonly body?: Uint8Array;
  /** What stands behind the body. */
  readonly trailers?: OutgoingHttpHeaders;
  /** The caller leaves when it says so. */
  readonly signal?: AbortSignal;
}

/** A message behind its prefix. */
export function framed(message: Uint8Array, flag = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** A plain HTTP/2 connection that makes gRPC calls of one message each, and whatever a test wants beside them. */
export class UnaryCalls {
  readonly #session: ClientHttp2Session;

  constructor(address: string) {
    this.#session = connect(address);
    this.#session.on('error', () => {});
  }

  /** Whether it can be used: not once the other side has ended it. */
  get usable(): boolean {
    return !this.#session.closed && !this.#session.destroyed;
  }

  /** Calls `service/method` with the bytes of a message. */
  async call(path: string, message: Uint8Array, options: UnaryCallOptions = {}): Promise<UnaryAnswer> {
    const { headers, body, trailers, signal } = options;
    const stream = this.#session.request(
      {
        ':method': 'POST',
        ':path': `/${path}`,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...headers,
      },
      { ...(trailers !== undefined && { waitForTrailers: true }) },
    );
    if (trailers !== undefined) stream.once('wantTrailers', () => stream.sendTrailers(trailers));
    const metadata: Record<string, string> = {};
    const collect = (told: Readonly<Record<string, unknown>>): void => {
      for (const [name, value] of Object.entries(told)) metadata[name] = String(value);
    };
    const chunks: Buffer[] = [];
    stream.on('response', collect);
    stream.on('trailers', collect);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => {});
    const leave = (): void => stream.close(constants.NGHTTP2_CANCEL);
    if (signal?.aborted) leave();
    signal?.addEventListener('abort', leave, { once: true });
    const over = new Promise<void>((resolve) => stream.once('close', resolve));
    stream.end(body ?? framed(message));
    await over;
    signal?.removeEventListener('abort', leave);
    const told = Buffer.concat(chunks);
    const status = Number(metadata['grpc-status'] ?? -1);
    const details =
      status === -1
        ? `no status: HTTP ${metadata[':status']}, reset ${stream.rstCode}, ${told.toString('latin1', 0, 200)}`
        : decodeURIComponent(metadata['grpc-message'] ?? '');
    return { status, details, metadata, body: told, ...(status === 0 && { message: told.subarray(5) }) };
  }

  close(): void {
    this.#session.destroy();
  }
}
