import { type Dispatcher, Pool } from 'undici';
import type { HttpResponse } from '../http-message.ts';
import { ResponseTooLarge } from './response-reader.ts';
import type { StoreRequest } from './store-request.ts';

export interface SecurePoolOptions {
  readonly origin: string;
  /** PEM; absent: the authorities that this machine trusts. */
  readonly authority?: Buffer;
  readonly verify: boolean;
  /** Milliseconds after which a silent store is given up. */
  readonly silence: number;
}

/** As `ConnectionPool`, over TLS: by undici, whose handling of certificates and sessions is not ours to write. */
export class SecurePool {
  readonly #pool: Pool;

  constructor({ origin, authority, verify, silence }: SecurePoolOptions) {
    this.#pool = new Pool(origin, {
      connections: 64,
      pipelining: 1,
      connect: {
        timeout: 5_000,
        rejectUnauthorized: verify,
        ...(authority !== undefined && { ca: authority }),
      },
      headersTimeout: silence,
      bodyTimeout: silence,
      // A response that is not what its head says must not reach the next caller.
      strictContentLength: true,
    });
  }

  send(request: StoreRequest, limit: number, signal?: AbortSignal): Promise<HttpResponse> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
    const chunks: Buffer[] = [];
    const headers: Record<string, string> = {};
    let status = 0;
    let size = 0;
    let abort: ((reason: Error) => void) | undefined;
    const fail = (cause: unknown): void => {
      signal?.removeEventListener('abort', leave);
      reject(cause);
    };
    const leave = (): void => {
      abort?.(signal!.reason);
      fail(signal!.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (controller) => {
        abort = (reason) => controller.abort(reason);
        if (signal?.aborted) leave();
      },
      onResponseStart: (_controller, code, received) => {
        if (code < 200) return;
        status = code;
        for (const [name, value] of Object.entries(received)) {
          if (typeof value === 'string') headers[name.toLowerCase()] = value;
        }
      },
      onResponseData: (controller, chunk) => {
        size += chunk.length;
        if (size > limit) {
          const tooLarge = new ResponseTooLarge();
          fail(tooLarge);
          controller.abort(tooLarge);
          return;
        }
        chunks.push(chunk);
      },
      onResponseEnd: () => {
        signal?.removeEventListener('abort', leave);
        resolve({ status, headers, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size) });
      },
      onResponseError: (_controller, error) => fail(error),
    };
    const { method, target, body } = request;
    this.#pool.dispatch(
      {
        method: method as Dispatcher.HttpMethod,
        path: target,
        headers: request.headers,
        body:
          body.length === 0 && method === 'GET'
            ? null
            : Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      },
      handler,
    );
    return promise;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
