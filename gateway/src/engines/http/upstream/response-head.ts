import { malformedAnswer } from './response-error.ts';

/** How the end of a body is found (RFC 9112 section 6.3). */
export type BodyLength = { readonly bytes: number } | 'chunked' | 'until-close';

export interface ResponseHead {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly length: BodyLength;
  /** Whether the store keeps the connection open for another request. */
  readonly keepAlive: boolean;
}

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/;
/** Headers that say where a message ends: said twice, two readers could believe different ones. */
const single = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'content-encoding',
  'content-type',
]);

/**
 * Reads a response's head, without its empty line, strictly: no folded lines, no bare CR or LF, one length at most.
 * Throws `ResponseError`.
 *
 * @param text the head's bytes as Latin-1
 */
export function readResponseHead(text: string, method: string): ResponseHead {
  // Within a second a store answers like requests with the same bytes.
  if (last === undefined || last.text !== text || last.method !== method)
    last = { text, method, head: parseHead(text, method) };
  return last.head;
}

let last: { readonly text: string; readonly method: string; readonly head: ResponseHead } | undefined;

function parseHead(text: string, method: string): ResponseHead {
  const lines = text.split('\r\n');
  const status = statusLine.exec(lines[0]!);
  if (status === null) throw malformedAnswer('no status line of HTTP/1.1');
  const headers: Record<string, string> = Object.create(null);
  for (let i = 1; i < lines.length; i++) {
    const line = headerLine.exec(lines[i]!);
    if (line === null) throw malformedAnswer('a header line that is none');
    const name = line[1]!.toLowerCase();
    if (name in headers && single.has(name)) throw malformedAnswer(`the header ${name} twice`);
    // Of other twins the last stands, as no header that travels on may be told twice.
    headers[name] = line[2]!.trimEnd();
  }
  const code = Number(status[2]);
  const connection = headers.connection?.toLowerCase();
  // One head may serve several answers: nobody may change it.
  return {
    status: code,
    headers: Object.freeze(headers),
    length: bodyLength(headers, code, method),
    keepAlive: status[1] === '1' && (connection === undefined || connection === 'keep-alive'),
  };
}

function bodyLength(headers: Readonly<Record<string, string>>, status: number, method: string): BodyLength {
  const { 'content-length': length, 'transfer-encoding': coding } = headers;
  if (length !== undefined && coding !== undefined) throw malformedAnswer('two lengths');
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw malformedAnswer('a length that is no number');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    throw malformedAnswer('a transfer coding that was not asked for');
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { bytes: 0 };
  if (coding !== undefined) return 'chunked';
  return length === undefined ? 'until-close' : { bytes: Number(length) };
}
