import { Refusal } from '../../pipeline/refusal.ts';
import type { StreamHead } from '../http2/read-stream-head.ts';

const refuse = (code: string, what: string): never => {
  throw new Refusal(
    'unreadable',
    code,
    `the request was not forwarded: ${what}`,
    'Send it as the store’s own client does.',
  );
};

/** `/package.Service/Method`, and nothing that another reader could take for something else. */
const methodPath = /^\/([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)\/([A-Za-z_][A-Za-z0-9_]*)$/;
const longestPath = 500;

/** Which method of which service a path names. Throws `Refusal` of kind `unreadable`. */
export function readMethod(path: string): { readonly service: string; readonly method: string } {
  const [, service, method] = (path.length <= longestPath && methodPath.exec(path)) || [];
  if (service === undefined || method === undefined)
    return refuse('path-form', 'its path is not that of a gRPC method.');
  return { service, method };
}

/** Bytes of a message as they travel. */
export type MessageEncoding = 'identity' | 'gzip';

/** How a call wants to be read and for how long its caller waits. */
export interface CallForm {
  readonly encoding: MessageEncoding;
  /** Milliseconds; absent: without end. */
  readonly timeout?: number;
  /** All that the caller's own program said. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Headers that belong to the transport and are none of the caller's metadata. */
const transport = new Set([
  'content-type',
  'content-length',
  'te',
  'host',
  'grpc-encoding',
  'grpc-accept-encoding',
  'grpc-timeout',
  'grpc-message-type',
]);

const contentTypes = new Set(['application/grpc', 'application/grpc+proto']);
const encodingList = /^[a-z0-9-]+(?: *, *[a-z0-9-]+)*$/;
const base64 = /^[A-Za-z0-9+/]*={0,2}(?:,[A-Za-z0-9+/]*={0,2})*$/;

/** Reads the headers of a gRPC call (PROTOCOL-HTTP2.md, Requests). Throws `Refusal` of kind `unreadable`. */
export function readCallForm({ method, headers }: StreamHead): CallForm {
  if (method !== 'POST') refuse('grpc-method', 'it is not a POST.');
  if (!contentTypes.has(headers['content-type'] ?? ''))
    refuse('content-type', 'its messages are not in protobuf’s plain form.');
  if (headers.te !== 'trailers') refuse('grpc-te', 'it does not say that trailers are understood.');
  const encoding = headers['grpc-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip')
    return refuse('grpc-encoding', 'its message is compressed by a way other than gzip.');
  const accepted = headers['grpc-accept-encoding'];
  if (accepted !== undefined && !encodingList.test(accepted))
    refuse('grpc-accept-encoding', 'its list of encodings cannot be read.');
  const metadata: Record<string, string> = Object.create(null);
  for (const name in headers) {
    if (transport.has(name)) continue;
    const value = headers[name]!;
    if (name.endsWith('-bin') && !base64.test(value))
      refuse('metadata-binary', `the metadata ${name} is not base64.`);
    metadata[name] = value;
  }
  const timeout = headers['grpc-timeout'];
  return { encoding, metadata, ...(timeout !== undefined && { timeout: readTimeout(timeout) }) };
}

/** Milliseconds of each unit. */
const units: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** Reads `grpc-timeout`: at most eight digits and a unit. */
function readTimeout(text: string): number {
  const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined)
    return refuse('grpc-timeout', 'the time for which its caller waits cannot be read.');
  return Number(digits) * units[unit]!;
}
