import { Refusal } from '../../pipeline/refusal.ts';
import type { Upstream } from '../../pipeline/upstream.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { writeTarget } from './read-target.ts';
import { ConnectionPool } from './upstream/connection-pool.ts';
import { ResponseTooLarge } from './upstream/response-reader.ts';
import { SecurePool } from './upstream/secure-pool.ts';
import { secretForms, withoutSecret } from './without-secret.ts';

export interface HttpUpstreamOptions {
  /** Connection name, for error texts. */
  readonly name: string;
  readonly address: string;
  readonly tls?: { readonly authority?: Buffer; readonly verify: boolean };
  /** Header (lower case) and value that the store demands, and the secret in it. Added here and nowhere else. */
  readonly credential?: { readonly header: string; readonly value: string; readonly secret: string };
  readonly responseBytes: number;
}

/** The gate's way to one HTTP store: a keep-alive pool, heads built from scratch, whole responses. */
export class HttpUpstream implements Upstream<HttpRequest, HttpResponse> {
  readonly #pool: ConnectionPool | SecurePool;
  readonly #options: HttpUpstreamOptions;
  readonly #base: string;
  /** How the credential would stand in an error that quotes it. */
  readonly #secretForms: readonly Buffer[];

  constructor(options: HttpUpstreamOptions) {
    const url = new URL(options.address);
    this.#options = options;
    this.#secretForms = options.credential === undefined ? [] : secretForms(options.credential.secret);
    this.#base = url.pathname === '/' ? '' : url.pathname;
    this.#pool =
      url.protocol === 'https:'
        ? new SecurePool({ origin: url.origin, verify: true, ...options.tls })
        : new ConnectionPool({
            address: {
              // Without the brackets in which an address stands that has colons of its own.
              host: url.hostname.replace(/^\[|\]$/g, ''),
              port: Number(url.port || 80),
              authority: url.host,
            },
          });
  }

  async send(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpResponse> {
    const { credential, responseBytes } = this.#options;
    const headers: Record<string, string> = { ...request.headers, 'accept-encoding': 'identity' };
    if (credential !== undefined) headers[credential.header] = credential.value;
    const { method, body } = request;
    const target = this.#base + writeTarget(request.path, request.query);
    try {
      const answer = await this.#pool.send({ method, target, headers, body }, responseBytes, signal);
      // Stores and what stands before them quote requests in their errors: the credential ends here (invariant 5).
      return answer.status < 400
        ? answer
        : { ...answer, body: withoutSecret(answer.body, this.#secretForms) };
    } catch (cause) {
      if (signal?.aborted) throw callerLeft();
      throw cause instanceof ResponseTooLarge ? tooLarge(responseBytes) : this.#unreachable(cause);
    }
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

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

const callerLeft = (): Refusal =>
  new Refusal(
    'unavailable',
    'caller-left',
    'the caller left before the store answered.',
    'Run the cell again.',
  );

const tooLarge = (limit: number): Refusal =>
  new Refusal(
    'forbidden',
    'response-too-large',
    `the answer was not delivered: it is larger than ${limit.toLocaleString('en')} bytes.`,
    'Ask for fewer records or fields at a time.',
  );
