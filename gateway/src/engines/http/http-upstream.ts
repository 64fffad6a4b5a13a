import { Refusal } from '../../pipeline/refusal.ts';
import type { Upstream } from '../../pipeline/upstream.ts';
import { callerLeft } from '../caller-left.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { writeTarget } from './read-target.ts';
import { ConnectionPool } from './upstream/connection-pool.ts';
import { ResponseTooLarge } from './upstream/response-reader.ts';
import { SecurePool } from './upstream/secure-pool.ts';
import { answerWithoutSecret, type SecretForms } from './without-secret.ts';

export interface HttpUpstreamOptions {
  /** Connection name, for error texts. */
  readonly name: string;
  readonly address: string;
  readonly tls?: { readonly authority?: Buffer; readonly verify: boolean };
  /**
   * Header (lower case) and value that the store demands, and every text that would give it away. Added here and
   * nowhere else; asked for with each request, as it may be renewed, or made for the request's own scope.
   */
  readonly credential?: {
    readonly header: string;
    valueFor(scope: string | undefined): string | Promise<string>;
    readonly forms: SecretForms;
  };
  readonly responseBytes: number;
  /** A store that is silent for so long is given up. Default 300. */
  readonly silenceSeconds?: number;
}

/** The gate's way to one HTTP store: a keep-alive pool, heads built from scratch, whole responses. */
export class HttpUpstream implements Upstream<HttpRequest, HttpResponse> {
  #pool: ConnectionPool | SecurePool;
  readonly #options: HttpUpstreamOptions;
  readonly #base: string;

  constructor(options: HttpUpstreamOptions) {
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
      if (answer.status === 401) throw this.#notLetIn();
      // In another coding nobody could look for what must not leave: it was not asked for.
      if ((answer.headers['content-encoding'] ?? 'identity') !== 'identity') throw encodedAnswer();
      // Stores and what stands before them quote requests: the credential ends here (invariant 5).
      return credential === undefined ? answer : answerWithoutSecret(answer, credential.forms);
    } catch (cause) {
      if (signal?.aborted) throw callerLeft('the store answered');
      if (cause instanceof Refusal) throw cause;
      throw cause instanceof ResponseTooLarge ? tooLarge(responseBytes) : this.#unreachable(cause);
    }
  }

  #notLetIn(): Refusal {
    return new Refusal(
      'unavailable',
      'store-refuses-gateway',
      `the store behind ${this.#options.name} does not let the gateway in.`,
      'Tell the platform team: the credential of this connection is missing or out of date.',
      { sent: false },
    );
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
    const { name } = this.#options;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    // Only of these is it certain that the store got nothing.
    const sent = !notSent.has(code);
    const [kind, what, next] = timeouts.has(code)
      ? [
          'store-slow',
          `the store behind ${name} did not answer within ${this.#silence / 1000} s.`,
          'Ask for less at a time, or try again in a minute; if it lasts, tell the platform team.',
        ]
      : code === 'answer-malformed'
        ? [
            'answer-unreadable',
            `the store behind ${name} does not answer as a store does.`,
            'Tell the platform team: what listens at its address may be another program.',
          ]
        : [
            sent ? 'answer-broken' : 'store-unreachable',
            `the store behind ${name} ${sent ? 'broke its answer off' : 'does not answer'}.`,
            'Try again in a minute; if it lasts, tell the platform team.',
          ];
    return new Refusal('unavailable', kind, what, next, { cause: code, sent }, { cause });
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
const timeouts = new Set(['answer-timeout', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

const encodedAnswer = (): Refusal =>
  new Refusal(
    'unavailable',
    'answer-unreadable',
    'the store’s answer was not delivered: it came compressed, which was not asked for.',
    'Tell the platform team: what stands before the store must not compress its answers.',
  );

const tooLarge = (limit: number): Refusal =>
  new Refusal(
    'forbidden',
    'response-too-large',
    `the answer was not delivered: it is larger than ${limit.toLocaleString('en')} bytes.`,
    'Ask for fewer records or fields at a time.',
  );
