/** One request to a store, its head's parts checked and its body whole. */
export interface StoreRequest {
  readonly method: string;
  /** Path and query, encoded. */
  readonly target: string;
  /** Names in lower case; neither `host` nor one that says where the message ends. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;
const plainTarget = /^\/[\x21-\x7e]*$/;

/** Up to this many bytes of body travel in one piece with the head. */
const together = 64 * 1024;

/** Whether the request says how long its body is: also when it is empty, but for methods that have none. */
const tellsLength = ({ method, body }: StoreRequest): boolean =>
  body.length > 0 || (method !== 'GET' && method !== 'HEAD');

/** The bytes of a request, head and body, in as few pieces as are worth it. Throws `TypeError` for what has no place in a head. */
export function writeRequest(request: StoreRequest, host: string): Uint8Array[] {
  const { method, target, headers, body } = request;
  if (!token.test(method) || !plainTarget.test(target)) throw new TypeError('no request line can hold this');
  let head = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (const name in headers) {
    const text = headers[name]!;
    if (!token.test(name) || !value.test(text)) throw new TypeError(`no head can hold the header ${name}`);
    head += `${name}: ${text}\r\n`;
  }
  head += tellsLength(request) ? `content-length: ${body.length}\r\n\r\n` : '\r\n';
  if (body.length > together) return [Buffer.from(head, 'latin1'), body];
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, 'latin1');
  bytes.set(body, head.length);
  return [bytes];
}
