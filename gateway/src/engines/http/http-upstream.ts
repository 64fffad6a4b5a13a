import { Refusal } from '../../pipeline/refusal.ts';
import type { Upstream } from '../../pipeline/upstream.ts';
import { callerLeft } from '../caller-left.ts';
import { answerTooLarge, encodedAnswer, storeFailed, storeRefusesGateway } from '../store-faults.ts';
import type { UpstreamOptions } from '../upstream-options.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { writeTarget } from './read-target.ts';
import { ConnectionPool } from './upstream/connection-pool.ts';
import { ResponseTooLarge } from './upstream/response-reader.ts';
import { SecurePool } from './upstream/secure-pool.ts';
import { answerWithoutSecret } from './without-secret.ts';

/** The gate's way to one HTTP store: a keep-alive pool, heads built from scratch, whole responses. */
export class HttpUpstream implements Upstream<HttpRequest, HttpResponse> {
  #pool: ConnectionPool | SecurePool;
  readonly #options: UpstreamOptions;
  readonly #base: string;

  constructor(options: UpstreamOptions) {
    const url = new URL(options.address);
    this.#options = options;
    this.#base = url.pathname === '/' ? '' : url.pathname;
    this.#pool =
      url.protocol === 'https:'
        ? new SecurePool({ origin: url.origin, verify: true, silence: this.#silence, ...options.tls })
        : new ConnectionPool({
            times: { connect: connectMilliseconds, silence: this.#silence },
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
    if (credential !== undefined) headers[credential.header] = await credential.valueFor(request.scope);
    const { method, body } = request;
    const target = this.#base + writeTarget(request.path, request.query);
    try {
      const answer = await this.#pool.send({ method, target, headers, body }, responseBytes, signal);
      // No credential of the caller's reaches a store: what it refuses is the gate's own, and signing in again is no help.
      if (answer.status === 401) throw storeRefusesGateway(this.#options.name);
      if ((answer.headers['content-encoding'] ?? 'identity') !== 'identity') throw encodedAnswer();
      // Stores and what stands before them quote requests: the credential ends here (invariant 5).
      return credential === undefined ? answer : answerWithoutSecret(answer, credential.forms);
    } catch (cause) {
      if (signal?.aborted) throw callerLeft('the store answered');
      if (cause instanceof Refusal) throw cause;
      throw cause instanceof ResponseTooLarge ? answerTooLarge(responseBytes) : this.#unreachable(cause);
    }
  }

  /** From now on only stores with a certificate of this authority (PEM) are believed; requests under way go on. */
  trust(authority: Buffer): void {
    const before = this.#pool;
    if (before instanceof ConnectionPool) return;
    const { address, tls } = this.#options;
    this.#pool = new SecurePool({
      origin: new URL(address).origin,
      verify: true,
      silence: this.#silence,
      ...tls,
      authority,
    });
    before.close().catch(() => undefined);
  }

  #unreachable(cause: unknown): Refusal {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return storeFailed(this.#options.name, this.#silence, { code, sent: !notSent.has(code), cause });
  }

  get #silence(): number {
    return (this.#options.silenceSeconds ?? 300) * 1000;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

const connectMilliseconds = 5_000;
/** Codes of failures before the first byte of a request went out: our own, the system's, undici's. */
const notSent = new Set([
  ...['connect-timeout', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EMFILE'],
  'UND_ERR_CONNECT_TIMEOUT',
]);
