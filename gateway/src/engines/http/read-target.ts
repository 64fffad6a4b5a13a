import { Refusal } from '../../pipeline/refusal.ts';

const refuse = (code: string, what: string): never => {
  throw new Refusal(
    'unreadable',
    code,
    `the request was not forwarded: ${what}`,
    'Send a plain path as the store’s own client does.',
  );
};

/** Octets that may stand bare in a path segment (RFC 3986 section 3.3, without `;`, which servers read differently). */
const bare = /^(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%[0-9A-Fa-f]{2})*$/;
/** Encoded octets that some server would read as structure: slash, backslash, null, percent. */
const structural = /%(?:2f|5c|00|25)/i;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('path-encoding', 'its address holds a percent sign that starts no UTF-8 text.');
  }
};

/** What a request target says, decoded. */
export interface Target {
  readonly path: readonly string[];
  readonly query: readonly (readonly [string, string])[];
}

/** Targets that were read lately: a notebook asks the same few again and again. */
const targets = new Map<string, Target>();
const mostTargets = 1000;
const longestKept = 500;

/**
 * Reads a request target (RFC 9112 section 3.2, origin-form only) once: segments and query parameters, each decoded
 * once. Refuses every form that two servers could read differently: empty and dot segments, encoded slashes, path
 * parameters, fragments, absolute and authority forms. Throws `Refusal` of kind `unreadable`.
 */
export function readTarget(target: string): Target {
  let read = targets.get(target);
  if (read === undefined) {
    read = parseTarget(target);
    if (targets.size >= mostTargets) targets.clear();
    if (target.length <= longestKept) targets.set(target, read);
  }
  return read;
}

function parseTarget(target: string): Target {
  if (!target.startsWith('/')) refuse('path-form', 'its address is not a plain path.');
  if (target.length > 8192) refuse('path-length', 'its address is longer than 8,192 characters.');
  if (target.includes('#')) refuse('path-fragment', 'its address holds a fragment.');
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  const raw = rawPath === '/' ? [] : rawPath.slice(1).split('/');
  const path = raw.map((segment) => {
    if (segment === '') refuse('path-empty-segment', 'its path has an empty segment or a trailing slash.');
    if (!bare.test(segment))
      refuse('path-character', 'its path holds a character that must be percent-encoded.');
    if (structural.test(segment))
      refuse(
        'path-encoded-structure',
        'its path hides a slash, a backslash, a percent sign or a null in percent-encoding.',
      );
    const decoded = decode(segment);
    if (/^\.{1,2}$/.test(decoded)) refuse('path-dot-segment', 'its path has a dot segment.');
    if (/\p{Cc}/u.test(decoded)) refuse('path-control', 'its path holds a control character.');
    return decoded;
  });
  const query: (readonly [string, string])[] = [];
  const names = new Set<string>();
  for (const pair of rawQuery === '' ? [] : rawQuery.split('&')) {
    const equals = pair.indexOf('=');
    const name = decode((equals < 0 ? pair : pair.slice(0, equals)).replaceAll('+', ' '));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1).replaceAll('+', ' '));
    if (names.has(name)) refuse('query-duplicate', 'a query parameter stands twice.');
    names.add(name);
    query.push([name, value]);
  }
  // One list serves many requests: nobody may change it.
  return { path: Object.freeze(path), query: Object.freeze(query) };
}

const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Paths as they are written, by the lists of segments that `readTarget` keeps. */
const written = new WeakMap<readonly string[], string>();

function writePath(path: readonly string[]): string {
  let text = written.get(path);
  if (text === undefined) {
    text = `/${path.map(encodeSegment).join('/')}`;
    // What may still be changed is written anew each time.
    if (Object.isFrozen(path)) written.set(path, text);
  }
  return text;
}

/** Builds the one canonical target for segments and parameters: what is decided is what is sent. */
export function writeTarget(path: readonly string[], query: readonly (readonly [string, string])[]): string {
  const parameters = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${writePath(path)}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
}
