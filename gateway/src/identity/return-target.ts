const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** How JupyterLab's return URL ends: the page at which VectorGate's server extension takes a sign-in back. */
const callbackSuffix = '/vectorgate/callback';

/** VS Code's name of our extension: publisher and name. */
const extensionId = 'vectorgate.vectorgate';
const extensionPath = '/callback';
/** Those of Microsoft's own builds; other builds' are configured as `cursor://vectorgate.vectorgate`. */
const editorSchemes = ['vscode:', 'vscode-insiders:'];

export type ReturnTarget =
  /** `shown` is the address as people are asked about it. */
  | { readonly ok: true; readonly url: URL; readonly shown: string }
  /**
   * `origin` is present when the address could be read; `misses` then says whether it is not configured, or is no
   * callback page.
   */
  | { readonly ok: false; readonly origin?: string; readonly misses?: 'configuration' | 'callback' };

/** Whether a configured entry, an origin or an origin and a path, covers this address. Paths count by whole segments. */
const covers = (entry: string, url: URL): boolean => {
  const allowed = URL.parse(entry);
  if (allowed === null || allowed.origin !== url.origin) return false;
  const prefix = allowed.pathname.endsWith('/') ? allowed.pathname : `${allowed.pathname}/`;
  return url.pathname.startsWith(prefix);
};

/** A desktop editor's own address of our extension: `vscode://vectorgate.vectorgate/callback`, perhaps with a window. */
const isEditorAddress = ({ host, pathname, search }: URL): boolean =>
  host === extensionId && pathname === extensionPath && /^(?:\?windowId=[0-9a-z_]{1,32})?$/.test(search);

/**
 * The page of a VS Code that is served to a browser, which hands what it is given to one extension of one window. What its
 * `vscode.env.asExternalUri` makes; the version and its commit are in the path.
 */
function isEditorPage({ pathname, searchParams }: URL): boolean {
  if (!/\/[a-z]{1,16}-[0-9a-f]{40}\/callback$/.test(pathname)) return false;
  const names = [...searchParams.keys()];
  const known = ['vscode-reqid', 'vscode-scheme', 'vscode-authority', 'vscode-path', 'tkn'];
  return (
    new Set(names).size === names.length &&
    names.every((name) => known.includes(name)) &&
    /^[0-9a-zA-Z-]{1,64}$/.test(searchParams.get('vscode-reqid') ?? '') &&
    searchParams.get('vscode-authority') === extensionId &&
    searchParams.get('vscode-path') === extensionPath
  );
}

const isCallback = (url: URL): boolean => url.pathname.endsWith(callbackSuffix) || isEditorPage(url);

/** Nobody can read the page of an editor: where it is served from is what counts. */
const shown = (url: URL): string =>
  isEditorPage(url) ? `${url.origin}${url.pathname.replace(/[^/]+\/callback$/, '')}` : url.href;

/**
 * Where the editors' redirect page may send a browser: `state` is `<nonce>.<base64url of the editor's return URL>`, and
 * that URL must be the page or address at which our extension takes a sign-in back: http on this machine, under a
 * configured origin and path, or by a desktop editor's own scheme. Everything that two readers could take differently is
 * refused.
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
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    if (!isEditorAddress(url)) return { ok: false };
    const named = [...editorSchemes, ...editorOrigins.map((entry) => URL.parse(entry)?.protocol)];
    return named.includes(url.protocol)
      ? { ok: true, url, shown: url.href }
      : // As it is written in the configuration: such an address has no origin.
        { ok: false, origin: `${url.protocol}//${url.host}`, misses: 'configuration' };
  }
  // A coded dot, slash or percent sign, and `..;`, are steps upward to some servers and part of a name to others.
  if (/%(?:00|25|2e|2f|5c)|\/\.{1,2};/i.test(url.pathname)) return { ok: false };
  const { origin } = url;
  const loopback = url.protocol === 'http:' && loopbackHosts.has(url.hostname);
  if (!loopback && !editorOrigins.some((entry) => covers(entry, url)))
    return { ok: false, origin, misses: 'configuration' };
  return isCallback(url) ? { ok: true, url, shown: shown(url) } : { ok: false, origin, misses: 'callback' };
}
