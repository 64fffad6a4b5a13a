import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

const channel = 'http.server.request.start';

/** Every token that the gateways in this process gave out since: what must be found nowhere else. */
export class IssuedTokens {
  readonly access: string[] = [];
  readonly refresh: string[] = [];
  readonly #watch = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.url?.startsWith('/oauth/token') !== true) return;
    const end = response.end.bind(response);
    response.end = ((piece?: unknown, ...rest: never[]) => {
      if (typeof piece === 'string' || Buffer.isBuffer(piece)) this.#read(String(piece));
      return end(piece, ...rest);
    }) as typeof response.end;
  };

  constructor() {
    diagnostics.subscribe(channel, this.#watch);
  }

  get all(): readonly string[] {
    return [...this.access, ...this.refresh];
  }

  /** Which kind of token stands in the text; undefined: none. */
  in(text: string): string | undefined {
    if (this.refresh.some((token) => text.includes(token))) return 'a refresh token';
    return this.access.some((token) => text.includes(token)) ? 'an access token' : undefined;
  }

  close(): void {
    diagnostics.unsubscribe(channel, this.#watch);
  }

  #read(body: string): void {
    if (!body.startsWith('{')) return;
    const said = JSON.parse(body) as { access_token?: string; refresh_token?: string };
    if (said.access_token !== undefined) this.access.push(said.access_token);
    if (said.refresh_token !== undefined) this.refresh.push(said.refresh_token);
  }
}
