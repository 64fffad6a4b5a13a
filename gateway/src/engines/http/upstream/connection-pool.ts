import type { HttpResponse } from '../http-message.ts';
import { BodyMemory } from './body-memory.ts';
import { type Settle, type StoreAddress, StoreConnection, type StoreTimes } from './store-connection.ts';
import type { StoreRequest } from './store-request.ts';

export interface PoolOptions {
  readonly address: StoreAddress;
  readonly times?: StoreTimes;
  /** Connections at a time; further requests wait for one. */
  readonly connections?: number;
  /** Milliseconds after which an unused connection is closed: stores close theirs after 5 s and more, unannounced. */
  readonly idle?: number;
}

interface Waiting {
  readonly request: StoreRequest;
  readonly limit: number;
  readonly settle: Settle;
  connection?: StoreConnection;
}

/** Keep-alive connections to one store over plain TCP. */
export class ConnectionPool {
  readonly #options: Required<PoolOptions>;
  readonly #all = new Set<StoreConnection>();
  /** Last used last: the freshest is taken first, so that spare ones age and go. */
  readonly #idle: StoreConnection[] = [];
  readonly #waiting = new Set<Waiting>();
  readonly #memory = new BodyMemory();
  readonly #sweep: NodeJS.Timeout;
  #closed = false;
  #serving = false;

  constructor(options: PoolOptions) {
    this.#options = { times: { connect: 5_000, silence: 300_000 }, connections: 64, idle: 4_000, ...options };
    this.#sweep = setInterval(() => {
      this.#closeIdle(Date.now() - this.#options.idle);
      this.#memory.sweep();
    }, this.#options.idle / 4).unref();
  }

  /** Open connections, for tests. */
  get size(): number {
    return this.#all.size;
  }

  /**
   * Sends one request and collects its response of at most `limit` bytes. Rejects with `ResponseError`, with the
   * socket's own error, or with the signal's reason when the caller leaves; then the connection is closed.
   */
  send(request: StoreRequest, limit: number, signal?: AbortSignal): Promise<HttpResponse> {
    if (this.#closed) return Promise.reject(new Error('the pool is closed'));
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
    const leave = (): void => {
      this.#waiting.delete(waiting);
      waiting.connection?.destroy(signal!.reason);
      reject(signal!.reason);
    };
    const waiting: Waiting = {
      request,
      limit,
      settle: {
        resolve: (response) => {
          signal?.removeEventListener('abort', leave);
          resolve(response);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', leave);
          reject(error);
        },
      },
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#waiting.add(waiting);
    this.#serve();
    return promise;
  }

  /** Waits for nothing: what is under way fails. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#sweep);
    const reason = new Error('the gateway is shutting down');
    for (const { settle } of this.#waiting) settle.reject(reason);
    this.#waiting.clear();
    for (const connection of this.#all) connection.destroy(reason);
  }

  /** Gives waiting requests to idle or new connections, in order. */
  #serve(): void {
    // A connection that is closed on the way comes back here: the round under way sees the room it left.
    if (this.#serving) return;
    this.#serving = true;
    for (const waiting of this.#waiting) {
      const connection = this.#take();
      if (connection === undefined) break;
      this.#waiting.delete(waiting);
      waiting.connection = connection;
      try {
        connection.send(waiting.request, waiting.limit, waiting.settle);
      } catch (error) {
        connection.destroy(error as Error);
        waiting.settle.reject(error as Error);
      }
    }
    this.#serving = false;
  }

  #take(): StoreConnection | undefined {
    const fresh = Date.now() - this.#options.idle;
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.usable && idle.idleSince >= fresh) return idle;
      idle.destroy(new Error('unused'));
    }
    if (this.#all.size >= this.#options.connections) return undefined;
    const { address, times } = this.#options;
    const made = new StoreConnection(address, times, this.#memory, (connection) => this.#free(connection));
    this.#all.add(made);
    return made;
  }

  #free(connection: StoreConnection): void {
    if (connection.gone) {
      this.#all.delete(connection);
      const at = this.#idle.indexOf(connection);
      if (at >= 0) this.#idle.splice(at, 1);
    } else {
      this.#idle.push(connection);
    }
    if (!this.#closed) this.#serve();
  }

  #closeIdle(before: number): void {
    for (const connection of [...this.#idle]) {
      if (connection.idleSince < before) connection.destroy(new Error('unused'));
    }
  }
}
