import { Refusal } from '../../pipeline/refusal.ts';
import { type RequestHeaders, readHeaders } from '../http/read-headers.ts';

const refuse = (code: string, what: string): never => {
  throw new Refusal(
    'unreadable',
    code,
    `the request was not forwarded: ${what}`,
    'Send it as the store’s own client does.',
  );
};

/** What the head of a request over HTTP/2 says. */
export interface StreamHead extends RequestHeaders {
  readonly method: string;
  /** As it came. */
  readonly path: string;
}

/** Pseudo-headers of a request (RFC 9113 section 8.3.1); extended CONNECT is none of ours. */
const pseudo = new Set([':method', ':scheme', ':authority', ':path']);

/**
 * Reads the head of an HTTP/2 request as strictly as `readHeaders` reads one of HTTP/1.1: no name stands twice, and a
 * `host` beside `:authority` says the same. The host stands among the headers. Throws `Refusal` of kind `unreadable`.
 *
 * @param raw names and values in turn, as `Http2Stream` tells them
 */
export function readStreamHead(raw: readonly string[]): StreamHead {
  const told: Record<string, string> = {};
  const rest: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name, value] = [raw[i]!, raw[i + 1]!];
    if (!name.startsWith(':')) {
      rest.push(name, value);
      continue;
    }
    if (!pseudo.has(name) || Object.hasOwn(told, name)) refuse('pseudo-header', `its head holds ${name}.`);
    told[name] = value;
  }
  const { own, headers } = readHeaders(rest);
  const authority = told[':authority'] ?? headers.host ?? '';
  if (headers.host !== undefined && headers.host !== authority)
    refuse('header-host', 'its head names two hosts.');
  return {
    own,
    method: told[':method'] ?? '',
    path: told[':path'] ?? '',
    headers: { ...headers, host: authority },
  };
}
