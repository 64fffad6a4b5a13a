/** One way of writing a request line for an operation; `path` is the plain one, beginning with a slash. */
export interface PathForm {
  readonly name: string;
  readonly write: (method: string, path: string) => readonly [method: string, target: string];
}

const encoded = (letter: string): string => `%${letter.charCodeAt(0).toString(16)}`;

/** Writes the last slash otherwise. */
const lastSlash = (path: string, by: string): string => path.replace(/\/([^/]*)$/, `${by}$1`);

/** Puts something before the last segment. */
const beforeLast = (path: string, text: string): string => path.replace(/\/([^/]*)$/, `/${text}/$1`);

const target = (name: string, write: (path: string) => string): PathForm => ({
  name,
  write: (method, path) => [method, write(path)],
});

const verb = (name: string, write: (method: string) => string): PathForm => ({
  name,
  write: (method, path) => [write(method), path],
});

/** Forms that two servers may read differently; each is tried on every operation. */
export const pathForms: readonly PathForm[] = [
  target('encoded letter at the end', (p) => p.slice(0, -1) + encoded(p.at(-1)!)),
  target('encoded letter at the beginning', (p) => `/${encoded(p[1]!)}${p.slice(2)}`),
  target('every letter encoded', (p) => p.replace(/[^/]/g, encoded)),
  target('double-encoded letter', (p) => `${p.slice(0, -1)}%25${p.at(-1)!.charCodeAt(0).toString(16)}`),
  target('leading double slash', (p) => `/${p}`),
  target('double slash in the middle', (p) => lastSlash(p, '//')),
  target('double slash after the version', (p) => p.replace('/v2/', '/v2//')),
  target('trailing slash', (p) => `${p}/`),
  target('two trailing slashes', (p) => `${p}//`),
  target('trailing dot segment', (p) => `${p}/.`),
  target('trailing dot-dot segment', (p) => `${p}/x/..`),
  target('dot segment', (p) => beforeLast(p, '.')),
  target('dot-dot segment', (p) => beforeLast(p, 'x/..')),
  target('encoded dot-dot segment', (p) => beforeLast(p, 'x/%2e%2e')),
  target('half-encoded dot-dot segment', (p) => beforeLast(p, 'x/.%2E')),
  target('double-encoded dot-dot segment', (p) => beforeLast(p, 'x/%252e%252e')),
  target('dot-dot from another tenant', (p) => `/api/v2/tenants/other/../../..${p}`),
  target('dot-dot and an encoded slash', (p) => lastSlash(p, '/x/..%2f')),
  target('dot-dot with a parameter', (p) => beforeLast(p, 'x/..;a=b')),
  target('encoded slash', (p) => lastSlash(p, '%2f')),
  target('encoded slash in capitals', (p) => lastSlash(p, '%2F')),
  target('double-encoded slash', (p) => lastSlash(p, '%252f')),
  target('encoded backslash', (p) => lastSlash(p, '%5c')),
  target('backslash', (p) => lastSlash(p, '\\')),
  target('backslashes only', (p) => p.replaceAll('/', '\\')),
  target('full-width slash', (p) => lastSlash(p, '%EF%BC%8F')),
  target('overlong slash', (p) => lastSlash(p, '%c0%af')),
  target('path parameter at the end', (p) => `${p};x=y`),
  target('path parameter in the middle', (p) => lastSlash(p, ';x=y/')),
  target('encoded path parameter', (p) => `${p}%3bx=y`),
  target('null at the end', (p) => `${p}%00`),
  target('null before a suffix', (p) => `${p}%00.json`),
  target('tab at the end', (p) => `${p}%09`),
  target('line end at the end', (p) => `${p}%0d%0a`),
  target('space at the end', (p) => `${p}%20`),
  target('plus at the end', (p) => `${p}+`),
  target('full stop at the end', (p) => `${p}.`),
  target('suffix', (p) => `${p}.json`),
  target('one segment more', (p) => `${p}/export`),
  target('fragment', (p) => `${p}#x`),
  target('fragment before another route', (p) => `${p}#/../../heartbeat`),
  target('encoded fragment', (p) => `${p}%23x`),
  target('encoded question mark', (p) => `${p}%3fx=y`),
  target('empty query', (p) => `${p}?`),
  target('unknown parameter', (p) => `${p}?tenant=other`),
  target('parameter twice', (p) => `${p}?limit=1&limit=1000`),
  target('parameter twice, one encoded', (p) => `${p}?limit=1&l%69mit=1000`),
  target('two question marks', (p) => `${p}??limit=1`),
  target('capitals', (p) => p.toUpperCase()),
  target('capitals in the first segment', (p) => p.replace('/api/', '/API/')),
  target('the old version', (p) => p.replace('/v2/', '/v1/')),
  target('absolute form, another host', (p) => `http://elsewhere${p}`),
  target('absolute form, our host', (p) => `http://chroma.internal:8000${p}`),
  target('absolute form, another scheme', (p) => `file://${p}`),
  target('scheme-relative form', (p) => `//chroma.internal:8000${p}`),
  target('no leading slash', (p) => p.slice(1)),
  target('asterisk form', () => '*'),
  target('authority form', () => 'chroma.internal:8000'),
  target('Latin-1 at the end', (p) => `${p}\xe9`),
  target('broken percent-encoding', (p) => `${p}%`),
  target('broken percent-encoding with a letter', (p) => `${p}%4`),
  target('percent-encoding with u', (p) => `${p}%u0065`),
  verb('method in small letters', (m) => m.toLowerCase()),
  verb('method with a capital', (m) => m[0] + m.slice(1).toLowerCase()),
  verb('HEAD', () => 'HEAD'),
  verb('OPTIONS', () => 'OPTIONS'),
  verb('TRACE', () => 'TRACE'),
  verb('CONNECT', () => 'CONNECT'),
  verb('PROPFIND', () => 'PROPFIND'),
  verb('QUERY', () => 'QUERY'),
  verb('method unknown', () => 'FETCH'),
];
