import type { Logger } from 'pino';
import type { HttpConnection } from '../engines/http/http-engine.ts';

/** A server as it described itself. */
export interface ServerVersion {
  readonly version: string;
  /** Whether it is one of those that the store's table was made for: of others, what the table lacks stays refused. */
  readonly known: boolean;
}

/** What is asked of a connection. */
interface AskedConnection extends Pick<HttpConnection, 'name' | 'store'> {
  readonly protocol: Pick<HttpConnection['protocol'], 'server'>;
  readonly upstream: Pick<HttpConnection['upstream'], 'send'>;
}

interface Asked {
  readonly answer: Promise<ServerVersion | undefined>;
  readonly at: number;
}

/** Milliseconds that an answer counts, and that a server is given to answer. */
const lifetime = 60_000;
const patience = 2_000;

/** Which versions of their stores run behind the connections: asked when somebody wants to know, and kept for a minute. */
export class StoreVersions {
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #asked = new Map<string, Asked>();
  readonly #said = new Map<string, string>();

  constructor(log: Logger, now: () => number = Date.now) {
    this.#log = log;
    this.#now = now;
  }

  /** Undefined where the server does not answer, or does not say. */
  of(connection: AskedConnection): Promise<ServerVersion | undefined> {
    const now = this.#now();
    const before = this.#asked.get(connection.name);
    if (before !== undefined && now - before.at < lifetime && now >= before.at) return before.answer;
    const answer = this.#ask(connection);
    this.#asked.set(connection.name, { answer, at: now });
    return answer;
  }

  async #ask({
    name,
    store,
    protocol: { server },
    upstream,
  }: AskedConnection): Promise<ServerVersion | undefined> {
    if (server === undefined) return undefined;
    // Whoever looks at the status of the gateway waits for no store that hangs.
    const answer = await upstream.send(server.question, AbortSignal.timeout(patience)).catch(() => undefined);
    const said = answer && server.version(answer);
    // It is shown in terminals and editors: no server says there what it likes.
    const version = said?.replace(/[^\w.+-]/g, '').slice(0, 40);
    if (!version) return undefined;
    const known = server.knows(version);
    if (this.#said.get(name) !== version) {
      this.#said.set(name, version);
      const about = { connection: name, store, version };
      if (known) this.#log.info(about, 'the store told its version');
      else
        this.#log.warn(
          { ...about, known: server.known },
          'the store runs a version that this gateway was not made for: what the gateway does not know of it stays refused',
        );
    }
    return { version, known };
  }
}
