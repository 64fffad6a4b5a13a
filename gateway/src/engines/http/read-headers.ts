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
const ownNames = {
  'vectorgate-token': 'token',
  'vectorgate-upstream': 'upstream',
  'vectorgate-session': 'session',
} as const;

const isOwn = (name: string): name is keyof typeof ownNames => Object.hasOwn(ownNames, name);

/** What a request head says. */
export interface RequestHeaders {
  /** Ours, by what they say. */
  readonly own: Partial<Record<(typeof ownNames)[keyof typeof ownNames], string>>;
  /** All others, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Names as they came, and in lower case: clients send the same few, and text that is known already is found fastest. */
const lowered = new Map<string, string>();
const mostNames = 500;
const longestName = 64;

function lowerName(raw: string): string {
  const known = lowered.get(raw);
  if (known !== undefined) return known;
  const name = raw.toLowerCase();
  if (lowered.size < mostNames && raw.length <= longestName) lowered.set(raw, name);
  return name;
}

/**
 * Reads a request head strictly. Refuses twins (the same name twice, or once with an underscore for a hyphen:
 * CVE-2025-64484), encodings the gate would have to interpret, and upgrades. Nothing read here is forwarded by
 * itself: a store folder names each header that goes on. Throws `Refusal` of kind `unreadable`.
 *
 * @param raw names and values in turn, as `IncomingMessage.rawHeaders` has them
 */
export function readHeaders(raw: readonly string[]): RequestHeaders {
  const headers: Record<string, string> = Object.create(null);
  const own: Record<string, string> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = lowerName(raw[i]!);
    if (name.includes('_')) refuse('header-underscore', `a header name holds an underscore.`);
    const to = isOwn(name) ? own : headers;
    const key = isOwn(name) ? ownNames[name] : name;
    if (Object.hasOwn(to, key)) refuse('header-duplicate', `the header ${name} stands twice.`);
    to[key] = raw[i + 1]!;
  }
  if (headers.upgrade !== undefined) refuse('header-upgrade', 'it asks to change the protocol.');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    refuse('content-encoding', 'its body is compressed.');
  }
  const connection = headers.connection;
  if (connection !== undefined && connection !== 'keep-alive') checkConnection(connection);
  return { own, headers };
}

function checkConnection(text: string): void {
  for (const token of text.toLowerCase().split(',')) {
    const option = token.trim();
    if (option !== '' && option !== 'keep-alive' && option !== 'close' && option !== 'te') {
      refuse('connection-option', 'its Connection header names other headers.');
    }
  }
}
