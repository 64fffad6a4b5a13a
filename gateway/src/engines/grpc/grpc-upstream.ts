import type { OutgoingHttpHeaders } from 'node:http2';
import { Refusal } from '../../pipeline/refusal.ts';
import type { Upstream } from '../../pipeline/upstream.ts';
import { callerLeft } from '../caller-left.ts';
import { storeFailed, storeRefusesGateway } from '../store-faults.ts';
import type { UpstreamOptions } from '../upstream-options.ts';
import type { GrpcRequest, GrpcResponse } from './grpc-message.ts';
import { grpcStatus } from './grpc-status.ts';
import { CallError, codeOf } from './upstream/call-error.ts';
import { SessionPool } from './upstream/session-pool.ts';
import { callStore } from './upstream/store-call.ts';
import { replyWithoutSecret } from './without-secret.ts';

const connectMilliseconds = 5_000;
/** Of these it is certain that the store did nothing, and likely that it does it when asked again. */
const worthAnother = new Set(['refused-stream', 'session-gone']);
/** Names that metadata may have, and values (PROTOCOL-HTTP2.md, Custom-Metadata). */
const plainName = /^(?!grpc-)[0-9a-z_.-]+$/;
const plainPath = /^\/[A-Za-z0-9_./-]+$/;
const plainValue = /^[\x20-\x7e]*$/;
const reserved = new Set(['te', 'content-type', 'content-length', 'host', 'connection', 'transfer-encoding']);

/** The gate's way to one store by gRPC: a pool of sessions, heads built from scratch, whole answers. */
export class GrpcUpstream implements Upstream<GrpcRequest, GrpcResponse> {
  readonly #options: UpstreamOptions;
  readonly #url: URL;
  #pool: SessionPool;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#url = new URL(options.address);
    this.#pool = this.#newPool(options.tls?.authority);
  }

  #newPool(authority: Buffer | undefined): SessionPool {
    return new SessionPool({
      origin: new URL(this.#url.origin),
      verify: this.#options.tls?.verify ?? true,
      within: connectMilliseconds,
      ...(authority !== undefined && { authority }),
    });
  }

  async send(request: GrpcRequest, signal: AbortSignal | undefined): Promise<GrpcResponse> {
    const { credential, name } = this.#options;
    const headers = await this.#head(request);
    try {
      const answer = await this.#call(headers, request.message, signal);
      // No credential of the caller's reaches a store: what it refuses is the gate's own, and signing in again is no help.
      if (answer.status === grpcStatus.unauthenticated) throw storeRefusesGateway(name);
      // Stores and what stands before them quote requests: the credential ends here (invariant 5).
      return credential === undefined ? answer : replyWithoutSecret(answer, credential.forms);
    } catch (cause) {
      if (signal?.aborted) throw callerLeft('the store answered');
      if (cause instanceof Refusal) throw cause;
      const fault = cause instanceof CallError ? cause : new CallError(codeOf(cause), true, cause);
      throw storeFailed(name, this.#silence, fault);
    }
  }

  async #call(
    headers: OutgoingHttpHeaders,
    message: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<GrpcResponse> {
    if (signal?.aborted) throw signal.reason;
    const call = { headers, message, limit: this.#options.responseBytes, silence: this.#silence, signal };
    for (let first = true; ; first = false) {
      const pool = this.#pool;
      const session = pool.freest() ?? (await unlessLeft(pool.another(), signal));
      try {
        return await callStore(session, call);
      } catch (error) {
        const again = first && error instanceof CallError && !error.sent && worthAnother.has(error.code);
        if (!again) throw error;
      }
    }
  }

  async #head(request: GrpcRequest): Promise<OutgoingHttpHeaders> {
    const { credential } = this.#options;
    const base = this.#url.pathname === '/' ? '' : this.#url.pathname;
    const headers: OutgoingHttpHeaders = {
      ':method': 'POST',
      ':scheme': this.#url.protocol.slice(0, -1),
      ':authority': this.#url.host,
      ':path': `${base}/${request.service}/${request.method}`,
      te: 'trailers',
      'content-type': 'application/grpc',
      'grpc-accept-encoding': 'identity',
    };
    if (!plainPath.test(headers[':path'] as string)) throw new TypeError('no head can hold this path');
    for (const name in request.metadata) {
      const value = request.metadata[name]!;
      if (!plainName.test(name) || reserved.has(name) || !plainValue.test(value))
        throw new TypeError(`no head can hold the metadata ${name}`);
      headers[name] = value;
    }
    if (credential !== undefined) headers[credential.header] = await credential.valueFor(request.scope);
    return headers;
  }

  /** From now on only stores with a certificate of this authority (PEM) are believed; calls under way go on. */
  trust(authority: Buffer): void {
    if (this.#url.protocol !== 'https:') return;
    const before = this.#pool;
    this.#pool = this.#newPool(authority);
    before.retire();
  }

  get #silence(): number {
    return (this.#options.silenceSeconds ?? 300) * 1000;
  }

  async close(): Promise<void> {
    this.#pool.destroy();
  }
}

/** Waits for something that goes on without us when the caller leaves. Rejects with the signal's reason then. */
function unlessLeft<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  return Promise.race([promise, left]).finally(() => signal.removeEventListener('abort', leave));
}
