import { Refusal } from '../../pipeline/refusal.ts';

const refuse = (code: string, what: string): never => {
  throw new Refusal(
    'unreadable',
    code,
    `the request was not forwarded: ${what}`,
    'Send it as the store’s own client does.',
  );
};

/** The headers by which editors and the gate talk (DESIGN.md, On the wire between us). */
export const ownHeaders: ReadonlySet<string> = new Set([
  'vectorgate-token',
  'vectorgate-upstream',
  'vectorgate-session',
]);

/**
 * Reads a request head strictly. Refuses twins (the same name twice, or once with an underscore for a hyphen:
 * CVE-2025-64484), encodings the gate would have to interpret, and upgrades. Nothing read here is forwarded by
 * itself: a store folder names each header that goes on. Throws `Refusal` of kind `unreadable`.
 *
 * @param raw names and values in turn, as `IncomingMessage.rawHeaders` has them
 */
export function readHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    if (name.includes('_')) refuse('header-underscore', `a header name holds an underscore.`);
    if (name in headers) refuse('header-duplicate', `the header ${name} stands twice.`);
    headers[name] = raw[i + 1]!;
  }
  if ('upgrade' in headers) refuse('header-upgrade', 'it asks to change the protocol.');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    refuse('content-encoding', 'its body is compressed.');
  }
  for (const token of (headers.connection ?? '').toLowerCase().split(',')) {
    const option = token.trim();
    if (option !== '' && option !== 'keep-alive' && option !== 'close' && option !== 'te') {
      refuse('connection-option', 'its Connection header names other headers.');
    }
  }
  return headers;
}
