const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

export type ReturnTarget =
  | { readonly ok: true; readonly url: URL }
  /** `origin` is present when there is one that could be configured. */
  | { readonly ok: false; readonly origin?: string };

/**
 * Where the editors' redirect page may send a browser: `state` is `<nonce>.<base64url of the editor's return URL>`, and
 * that URL must be http on this machine or of a configured origin. Everything that two readers could take differently
 * is refused.
 */
export function returnTarget(state: string, editorOrigins: readonly string[]): ReturnTarget {
  const match = /^[A-Za-z0-9_-]{8,256}\.([A-Za-z0-9_-]{1,4096})$/.exec(state);
  const coded = match?.[1];
  if (coded === undefined) return { ok: false };
  const bytes = Buffer.from(coded, 'base64url');
  const text = bytes.toString('utf8');
  // Canonical base64url of printable ASCII without a backslash: no other decoding, no hidden character.
  if (bytes.toString('base64url') !== coded || !/^[\x21-\x5b\x5d-\x7e]+$/.test(text)) return { ok: false };
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return { ok: false };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false };
  const loopback = url.protocol === 'http:' && loopbackHosts.has(url.hostname);
  return loopback || editorOrigins.includes(url.origin)
    ? { ok: true, url }
    : { ok: false, origin: url.origin };
}
