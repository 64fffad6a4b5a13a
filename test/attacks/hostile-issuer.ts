import { createServer, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

type Answer = (res: ServerResponse) => void;

/** An issuer that a test can make do anything: the gateway trusts it, and it may be down, taken over or turned against it. */
export interface HostileIssuer {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** What it publishes. */
  keys: JWK[];
  /** Where it says that its keys are. */
  keysAt: string;
  /** Who it says that it is. */
  says: string;
  /** Answers in its stead, by path. */
  readonly instead: Map<string, Answer>;
  /** Makes a key and publishes it. */
  publish(kid: string): Promise<void>;
  /** Signs with a key that was made under this id, published still or not. `claims` change a good token's. */
  sign(
    kid: string,
    claims?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** As new: published keys, nobody instead, nothing asked. */
  reset(kid: string): Promise<void>;
  close(): Promise<void>;
}

export const json =
  (value: unknown, status = 200): Answer =>
  (res) => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };

/** Starts it on the loopback address. `audience` is that of its good tokens. */
export async function startHostileIssuer(audience: string): Promise<HostileIssuer> {
  const made = new Map<string, CryptoKey>();
  const server = createServer((req, res) => {
    const path = req.url ?? '';
    issuer.asked.push(path);
    const instead = issuer.instead.get(path);
    if (instead !== undefined) instead(res);
    else if (path === '/.well-known/openid-configuration')
      json({ issuer: issuer.says, jwks_uri: issuer.keysAt })(res);
    else if (issuer.keysAt.endsWith(path)) json({ keys: issuer.keys })(res);
    else json({}, 404)(res);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const issuer: HostileIssuer = {
    url,
    asked: [],
    keys: [],
    keysAt: `${url}/keys`,
    says: url,
    instead: new Map(),
    publish: async (kid) => {
      const { privateKey, publicKey } = await generateKeyPair('ES256');
      made.set(kid, privateKey);
      issuer.keys.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' });
    },
    sign: (kid, claims = {}, header = {}) => {
      const key = made.get(kid);
      if (key === undefined) throw new Error(`no key ${kid}`);
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: url, sub: 'robot', aud: audience, iat: now, exp: now + 3_000, ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
        .sign(key);
    },
    reset: async (kid) => {
      issuer.keys = [];
      issuer.keysAt = `${url}/keys`;
      issuer.says = url;
      issuer.instead.clear();
      issuer.asked.length = 0;
      await issuer.publish(kid);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
  return issuer;
}
