import { readJson } from '../json/read-json.ts';

/** A token that was read strictly and not yet believed. */
export interface UnverifiedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Longest token that is read, in characters. */
const longest = 16_384;
const brace = 0x7b;
/** Header fields by which a token would bring its own key, or change how it is to be read. */
const forbidden = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc', 'epk'];

const segment = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return text !== '' && bytes.toString('base64url') === text ? bytes : undefined;
};

const object = (bytes: Buffer | undefined): Readonly<Record<string, unknown>> | undefined => {
  if (bytes?.[0] !== brace) return undefined;
  try {
    // Strict first (no key twice, no byte order mark, UTF-8), so that no two readers can take it differently.
    readJson(bytes);
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The strict pre-check before any cryptography: three segments of canonical base64url, bounded, header and payload
 * JSON objects that every reader reads alike, no field that brings a key along. Undefined: not such a token.
 */
export function readTokenStrictly(token: string): UnverifiedToken | undefined {
  if (token.length > longest) return undefined;
  const segments = token.split('.');
  const [head, body, signature] = segments;
  if (segments.length !== 3 || head === undefined || body === undefined || signature === undefined)
    return undefined;
  const header = object(segment(head));
  const payload = object(segment(body));
  if (header === undefined || payload === undefined || segment(signature) === undefined) return undefined;
  if (forbidden.some((name) => Object.hasOwn(header, name))) return undefined;
  if (typeof header.alg !== 'string' || typeof header.typ !== 'string' || typeof header.kid !== 'string')
    return undefined;
  return { header, payload };
}
