import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';

/** The end of a call as tests look at it. */
export interface UnaryAnswer {
  readonly status: number;
  readonly details: string;
  readonly message?: Buffer;
}

/** A plain HTTP/2 connection that makes gRPC calls of one message each, and knows nothing else. */
export class UnaryCalls {
  readonly #session: ClientHttp2Session;

  constructor(address: string) {
    this.#session = connect(address);
  }

  /** Calls `service/method` with the bytes of a message. */
  async call(path: string, message: Uint8Array): Promise<UnaryAnswer> {
    const stream = this.#session.request({
      ':method': 'POST',
      ':path': `/${path}`,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([prefix, message]));
    let end: Readonly<Record<string, unknown>> = {};
    stream.on('trailers', (trailers) => {
      end = trailers;
    });
    const [headers] = await once(stream, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const all = { ...(headers as object), ...end } as Readonly<Record<string, string | undefined>>;
    const status = Number(all['grpc-status'] ?? 2);
    const details = decodeURIComponent(all['grpc-message'] ?? '');
    return { status, details, ...(status === 0 && { message: Buffer.concat(chunks).subarray(5) }) };
  }

  close(): void {
    this.#session.close();
  }
}
