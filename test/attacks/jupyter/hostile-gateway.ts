import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** How a path is answered: a JSON value, or by hand. */
export type Answer = object | ((request: IncomingMessage, response: ServerResponse) => void);
/** What replaces an answer of a good gateway, by path. */
export type Changes = Readonly<Record<string, Answer>>;

export const paths = {
  discovery: '/.well-known/vectorgate',
  metadata: '/oauth/.well-known/openid-configuration',
  token: '/oauth/token',
  me: '/api/v1/me',
} as const;

/** The tokens that it gives out: what must not come to any other place. */
export const given = {
  access_token: 'access-of-the-hostile-one',
  refresh_token: 'refresh-of-the-hostile-one',
};

/** A gateway that says what it likes, and remembers what was said to it. */
export class HostileGateway {
  readonly url: string;
  /** Method, path, head and body of each request. */
  readonly heard: string[] = [];
  changes: Changes = {};
  readonly #server: ReturnType<typeof createServer>;
  readonly #open: Set<Socket>;

  private constructor(server: ReturnType<typeof createServer>, open: Set<Socket>) {
    this.#server = server;
    this.#open = open;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', async (request, response) => {
      const body = await text(request);
      this.heard.push([request.method, request.url, JSON.stringify(request.headers), body].join(' '));
      const path = (request.url ?? '').split('?')[0] ?? '';
      const answer = this.changes[path] ?? this.good[path];
      if (typeof answer === 'function') answer(request, response);
      else
        response
          .writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
          .end(JSON.stringify(answer ?? {}));
    });
  }

  /** `host`: the address to listen at. */
  static async start(host = '127.0.0.1'): Promise<HostileGateway> {
    const open = new Set<Socket>();
    const server = createServer();
    server.on('connection', (socket) => {
      open.add(socket.on('close', () => open.delete(socket)).on('error', () => {}));
    });
    await new Promise<void>((done) => server.listen(0, host, done));
    return new HostileGateway(server, open);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What a gateway that means well would say. */
  get good(): Readonly<Record<string, object>> {
    const { url } = this;
    return {
      [paths.discovery]: this.discovery({}),
      [paths.metadata]: this.metadata({}),
      [paths.token]: { ...given, token_type: 'Bearer', expires_in: 300 },
      [paths.me]: {
        identity: { issuer: 'people', kind: 'person', subject: 'ana', name: 'Ana Ruiz', groups: [] },
        session: null,
      },
      '/oauth': { url },
    };
  }

  /** The discovery document with these differences. */
  discovery(changed: object): object {
    return {
      product: 'vectorgate',
      apiVersion: 'v1',
      issuer: `${this.url}/oauth`,
      dataPlane: this.url,
      signInReturn: `${this.url}/sign-in/return`,
      governed: [{ name: 'chroma.internal:8000', connection: 'insights', store: 'chroma' }],
      ...changed,
    };
  }

  /** The metadata of its authorization server with these differences. */
  metadata(changed: object): object {
    const issuer = `${this.url}/oauth`;
    return {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      revocation_endpoint: `${issuer}/token/revocation`,
      ...changed,
    };
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((done) => this.#server.close(done));
  }
}
