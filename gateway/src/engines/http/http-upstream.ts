import { readFileSync } from 'node:fs';
import { type Dispatcher, Pool } from 'undici';
import { Refusal } from '../../pipeline/refusal.ts';
import type { Upstream } from '../../pipeline/upstream.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { writeTarget } from './read-target.ts';

export interface HttpUpstreamOptions {
  /** Connection name, for error texts. */
  readonly name: string;
  readonly address: string;
  readonly tls?: { readonly authority?: string; readonly verify: boolean };
  /** Header (lower case) and value that the store demands. Added here and nowhere else. */
  readonly credential?: { readonly header: string; readonly value: string };
  readonly responseBytes: number;
}

/** The gate's way to one HTTP store: a keep-alive pool, heads built from scratch, whole responses. */
export class HttpUpstream implements Upstream<HttpRequest, HttpResponse> {
  readonly #pool: Pool;
  readonly #options: HttpUpstreamOptions;
  readonly #base: string;

  constructor(options: HttpUpstreamOptions) {
    const url = new URL(options.address);
    this.#options = options;
    this.#base = url.pathname === '/' ? '' : url.pathname;
    this.#pool = new Pool(url.origin, {
      connections: 64,
      pipelining: 1,
      connect: {
        timeout: 5_000,
        ...(options.tls && { rejectUnauthorized: options.tls.verify }),
        ...(options.tls?.authority !== undefined && { ca: readFileSync(options.tls.authority) }),
      },
      headersTimeout: 300_000,
      bodyTimeout: 300_000,
      // A response that is not what its head says must not reach the next caller.
      strictContentLength: true,
    });
  }

  send(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpResponse> {
    const headers: Record<string, string> = { ...request.headers, 'accept-encoding': 'identity' };
    const { credential } = this.#options;
    if (credential !== undefined) headers[credential.header] = credential.value;
    const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
    const chunks: Buffer[] = [];
    const responseHeaders: Record<string, string> = {};
    let status = 0;
    let size = 0;
    let abort: (() => void) | undefined;
    const fail = (cause: unknown): void => {
      signal?.removeEventListener('abort', onAbort);
      reject(cause instanceof Refusal ? cause : this.#unreachable(cause));
    };
    const onAbort = (): void => {
      abort?.();
      fail(
        new Refusal(
          'unavailable',
          'caller-left',
          'the caller left before the store answered.',
          'Run the cell again.',
        ),
      );
    };
    if (signal?.aborted) {
      onAbort();
      return promise;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (controller) => {
        abort = () => controller.abort(new Error('caller left'));
      },
      onResponseStart: (_controller, code, received) => {
        if (code < 200) return;
        status = code;
        for (const [name, value] of Object.entries(received)) {
          if (typeof value === 'string') responseHeaders[name.toLowerCase()] = value;
        }
      },
      onResponseData: (controller, chunk) => {
        size += chunk.length;
        if (size > this.#options.responseBytes) {
          const refusal = new Refusal(
            'forbidden',
            'response-too-large',
            `the answer was not delivered: it is larger than ${this.#options.responseBytes.toLocaleString('en')} bytes.`,
            'Ask for fewer records or fields at a time.',
          );
          fail(refusal);
          controller.abort(refusal);
          return;
        }
        chunks.push(chunk);
      },
      onResponseEnd: () => {
        signal?.removeEventListener('abort', onAbort);
        resolve({
          status,
          headers: responseHeaders,
          body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size),
        });
      },
      onResponseError: (_controller, error) => fail(error),
    };
    this.#pool.dispatch(
      {
        method: request.method as Dispatcher.HttpMethod,
        path: this.#base + writeTarget(request.path, request.query),
        headers,
        body:
          request.body.length === 0 && request.method === 'GET'
            ? null
            : Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength),
      },
      handler,
    );
    return promise;
  }

  #unreachable(cause: unknown): Refusal {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return new Refusal(
      'unavailable',
      'store-unreachable',
      `the store behind ${this.#options.name} does not answer.`,
      'Try again in a minute; if it lasts, tell the platform team.',
      { cause: code },
      { cause },
    );
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
