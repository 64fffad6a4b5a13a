import type { NextAsked } from './asked-pages.ts';

const pageSize = 1_000;
/** Milliseconds to wait when so much was asked for that the gateway wants a pause. */
const pause = 5_000;

/** What is asked of a gateway, page by page. */
export interface GatewayPagesOptions {
  /** Asks `GET /api/v1/records/asked`. */
  readonly asked: (page: {
    limit: number;
    query: string;
    cursor?: string;
    all: boolean;
  }) => Promise<Readonly<Record<string, unknown>>>;
  /** Whether what others asked is wanted too: of reviewers. A function where that has to be found out first. */
  readonly all: boolean | (() => Promise<boolean>);
  readonly query: string;
  readonly stopped: () => boolean;
  /** Whether the gateway only wants a pause. */
  readonly isTooMuch: (error: unknown) => boolean;
}

/** Pages of what was asked; each call gives the next. */
export function gatewayPages(options: GatewayPagesOptions): () => Promise<NextAsked> {
  const { asked, query, stopped, isTooMuch } = options;
  let cursor: string | undefined;
  let begun = false;
  let all = false;
  return async () => {
    if (begun && cursor === undefined) return { end: 'all' };
    if (!begun) all = typeof options.all === 'boolean' ? options.all : await options.all();
    while (!stopped()) {
      try {
        const page = await asked({ limit: pageSize, query, all, ...(cursor !== undefined && { cursor }) });
        begun = true;
        cursor = typeof page.next === 'string' ? page.next : undefined;
        return { page };
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return { end: 'stopped' };
  };
}
