import type { ClientHttp2Session } from 'node:http2';
import { CallError } from './call-error.ts';
import { openSession, type StorePlace } from './open-session.ts';

/** Sessions with one store at a time. */
const mostSessions = 8;
/** Requests on each session from which on another one is opened. */
const crowded = 32;
/** Milliseconds after which an unused session is closed: what stands between may forget it, unannounced. */
const longestIdle = 30_000;

/** One session with its requests under way. */
export class StoreSession {
  readonly session: ClientHttp2Session;
  readonly #idle: NodeJS.Timeout;
  #open = 0;
  /** Set when the store takes no more requests: the last one it has read. */
  lastStream: number | undefined;

  constructor(session: ClientHttp2Session) {
    this.session = session;
    this.#idle = setTimeout(() => this.#open === 0 && session.close(), longestIdle).unref();
    session.on('goaway', (_code, lastStream) => {
      this.lastStream = lastStream;
    });
    session.unref();
  }

  get open(): number {
    return this.#open;
  }

  get usable(): boolean {
    return this.lastStream === undefined && !this.session.closed && !this.session.destroyed;
  }

  /** A request begins. An idle session keeps no process alive. */
  begin(): void {
    if (this.#open++ === 0) this.session.ref();
  }

  /** A request ended. */
  end(): void {
    if (--this.#open > 0) return;
    if (!this.session.destroyed) this.session.unref();
    this.#idle.refresh();
  }
}

/** Sessions with one store, opened as they are needed. */
export class SessionPool {
  readonly #place: StorePlace;
  readonly #all = new Set<StoreSession>();
  #opening: Promise<StoreSession> | undefined;
  #closed = false;

  constructor(place: StorePlace) {
    this.#place = place;
  }

  /** Open sessions, for tests. */
  get size(): number {
    return this.#all.size;
  }

  /** The open session with the fewest requests; undefined when there is none. */
  freest(): StoreSession | undefined {
    let freest: StoreSession | undefined;
    for (const each of this.#all) {
      if (each.usable && (freest === undefined || each.open < freest.open)) freest = each;
    }
    // The next one finds it; this one does not wait.
    if (freest !== undefined && freest.open >= crowded && this.#all.size < mostSessions)
      this.another().catch(() => {});
    return freest;
  }

  /** Opens one more, once for all that ask meanwhile. Rejects with `CallError`, of which nothing was sent. */
  another(): Promise<StoreSession> {
    if (this.#closed) return Promise.reject(new CallError('closed', false));
    this.#opening ??= openSession(this.#place)
      .then((session) => {
        const made = new StoreSession(session);
        this.#all.add(made);
        session.once('close', () => this.#all.delete(made));
        if (this.#closed) session.close();
        return made;
      })
      .finally(() => {
        this.#opening = undefined;
      });
    return this.#opening;
  }

  /** Opens no more; sessions end with their last request. */
  retire(): void {
    this.#closed = true;
    for (const { session } of this.#all) session.close();
  }

  /** Waits for nothing: what is under way fails. */
  destroy(): void {
    this.#closed = true;
    for (const { session } of this.#all) session.destroy();
  }
}
